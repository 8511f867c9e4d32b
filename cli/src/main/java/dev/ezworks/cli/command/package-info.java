/** One class per command, what they share as mixins, and the one place where failures become exit codes. */
@NullMarked
package dev.ezworks.cli.command;

import org.jspecify.annotations.NullMarked;
