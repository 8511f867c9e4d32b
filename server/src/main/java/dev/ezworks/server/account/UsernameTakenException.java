package dev.ezworks.server.account;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;

/** The role has an account with this username already. */
public final class UsernameTakenException extends RuntimeException {
    public UsernameTakenException(Role role, Username username) {
        super("the role " + role.id() + " has the username " + username + " already");
    }
}
