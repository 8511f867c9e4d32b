package dev.ezworks.server.session;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;

/** The role has no account with this username. */
public final class NoSuchUserException extends RuntimeException {
    NoSuchUserException(Role role, Username username) {
        super("the role " + role.id() + " has no username " + username);
    }
}
