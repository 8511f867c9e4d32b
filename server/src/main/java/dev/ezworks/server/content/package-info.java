/** Immutable bytes behind a file's version: the port and its words. Bytes only, no names, no owners. */
@NullMarked
package dev.ezworks.server.content;

import org.jspecify.annotations.NullMarked;
