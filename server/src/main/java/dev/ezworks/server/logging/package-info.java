/** How the server's log is written, and how a line of it gets the id of its request. */
@NullMarked
package dev.ezworks.server.logging;

import org.jspecify.annotations.NullMarked;
