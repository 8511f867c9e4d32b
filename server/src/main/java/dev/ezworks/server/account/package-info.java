/** Accounts: signing up, and the port that keeps them. */
@NullMarked
package dev.ezworks.server.account;

import org.jspecify.annotations.NullMarked;
