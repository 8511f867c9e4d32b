/** Logins that are kept between runs, and the file that keeps them. */
@NullMarked
package dev.ezworks.cli.profile;

import org.jspecify.annotations.NullMarked;
