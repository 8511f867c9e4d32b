/** The sweep: removes what nothing refers to any more. */
@NullMarked
package dev.ezworks.server.maintenance;

import org.jspecify.annotations.NullMarked;
