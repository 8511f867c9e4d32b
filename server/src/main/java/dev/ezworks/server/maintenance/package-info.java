/** The sweep removes what nothing refers to any more; the scrub looks for stored bytes that have changed. */
@NullMarked
package dev.ezworks.server.maintenance;

import org.jspecify.annotations.NullMarked;
