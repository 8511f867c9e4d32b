/** What people and scripts do with ezworks, tried on the packaged server and command-line client. */
@NullMarked
package dev.ezworks.e2e;

import org.jspecify.annotations.NullMarked;
