/** The ezworks command-line client: the entry point and the exit codes. */
@NullMarked
package dev.ezworks.cli;

import org.jspecify.annotations.NullMarked;
