/** Bytes on their way in: from the request to a published file. */
@NullMarked
package dev.ezworks.server.uploads;

import org.jspecify.annotations.NullMarked;
