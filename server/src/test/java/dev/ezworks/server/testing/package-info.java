/** What the tests of several modules share: real servers to test against. */
@NullMarked
package dev.ezworks.server.testing;

import org.jspecify.annotations.NullMarked;
