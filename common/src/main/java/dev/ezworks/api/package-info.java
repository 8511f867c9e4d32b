/** What server and command-line client both speak: names, paths, digests, problem codes. JDK only. */
@NullMarked
package dev.ezworks.api;

import org.jspecify.annotations.NullMarked;
