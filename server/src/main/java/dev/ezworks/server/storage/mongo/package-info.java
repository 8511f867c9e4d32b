/** The store on MongoDB: documents for what is known, GridFS for the bytes. */
@NullMarked
package dev.ezworks.server.storage.mongo;

import org.jspecify.annotations.NullMarked;
