/** Operators who change their catalogs all the time, and know at every moment what may be found in them. */
@NullMarked
package dev.ezworks.e2e.workload;

import org.jspecify.annotations.NullMarked;
