/** What is being transferred right now, how to end it, and the memory all transfers share. */
@NullMarked
package dev.ezworks.server.transfers;

import org.jspecify.annotations.NullMarked;
