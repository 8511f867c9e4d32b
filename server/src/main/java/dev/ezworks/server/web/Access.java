package dev.ezworks.server.web;

import dev.ezworks.api.Role;
import java.util.Optional;

/** Who may use a route. */
public enum Access {
    /** Anyone, without a token. */
    ANYONE,
    /** Whoever has a live session, in either role. */
    LOGGED_IN,
    /** Operators. */
    OPS(Role.OPS),
    /** Clients. */
    CLIENT(Role.CLIENT);

    private final Optional<Role> role;

    Access() {
        this.role = Optional.empty();
    }

    Access(Role role) {
        this.role = Optional.of(role);
    }

    /** The one role that is let in; empty if the role does not matter. */
    public Optional<Role> role() {
        return role;
    }
}
