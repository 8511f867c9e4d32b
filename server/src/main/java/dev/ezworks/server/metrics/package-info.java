/** What the server counts and times, as Micrometer's meters; docs/operate/monitoring.md says what each one means. */
@NullMarked
package dev.ezworks.server.metrics;

import org.jspecify.annotations.NullMarked;
