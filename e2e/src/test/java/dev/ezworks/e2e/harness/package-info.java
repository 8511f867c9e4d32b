/** Starts the packages as processes, speaks HTTP to them and looks into their stores. */
@NullMarked
package dev.ezworks.e2e.harness;

import org.jspecify.annotations.NullMarked;
