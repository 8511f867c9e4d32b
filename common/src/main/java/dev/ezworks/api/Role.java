package dev.ezworks.api;

import java.util.Optional;

/** What an account may do. A username is unique within its role, not across roles. */
public enum Role {
    /** Operator: publishes files. */
    OPS("ops"),
    /** Client: lists and fetches files. */
    CLIENT("client");

    private final String id;

    Role(String id) {
        this.id = id;
    }

    /** The word used in paths, tokens ({@code aud}) and JSON: {@code ops} or {@code client}. */
    public String id() {
        return id;
    }

    /** The role with this {@link #id()}, case-sensitive; empty if there is none. */
    public static Optional<Role> of(String id) {
        for (Role role : values()) {
            if (role.id.equals(id)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
