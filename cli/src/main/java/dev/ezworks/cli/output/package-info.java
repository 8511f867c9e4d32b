/** What the user sees: data on standard output, everything else on standard error. */
@NullMarked
package dev.ezworks.cli.output;

import org.jspecify.annotations.NullMarked;
