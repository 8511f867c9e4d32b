/** Sessions: logging in and out, tokens, and the port that keeps what is live. */
@NullMarked
package dev.ezworks.server.session;

import org.jspecify.annotations.NullMarked;
