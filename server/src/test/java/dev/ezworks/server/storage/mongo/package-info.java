@NullMarked
package dev.ezworks.server.storage.mongo;

import org.jspecify.annotations.NullMarked;
