/** The bare contenders of the benchmark: the frame and the driver that ezworks uses, with nothing of ezworks in them. */
@NullMarked
package dev.ezworks.bench;

import org.jspecify.annotations.NullMarked;
