/** The typed HTTP client: one method per endpoint, transfers that stream, and the failures as exceptions. */
@NullMarked
package dev.ezworks.cli.client;

import org.jspecify.annotations.NullMarked;
