/** The embedded store: SQLite for what is known, files for the bytes. */
@NullMarked
package dev.ezworks.server.storage.local;

import org.jspecify.annotations.NullMarked;
