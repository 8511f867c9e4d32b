/**
 * The store on MongoDB: catalog, accounts and sessions as documents, content as GridFS.
 *
 * <p>Everything goes through the plain reactive driver: content needs it anyway (own batches, cursors and sessions), and
 * a second mechanism for a handful of small documents would cost more than it saves.
 */
@NullMarked
package dev.ezworks.server.storage.mongo;

import org.jspecify.annotations.NullMarked;
