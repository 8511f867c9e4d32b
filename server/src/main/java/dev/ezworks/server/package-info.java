/** The ezworks server. */
@NullMarked
package dev.ezworks.server;

import org.jspecify.annotations.NullMarked;
