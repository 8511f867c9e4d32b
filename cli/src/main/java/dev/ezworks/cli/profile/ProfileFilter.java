package dev.ezworks.cli.profile;

import dev.ezworks.api.Role;
import dev.ezworks.cli.client.ServerUrl;
import org.jspecify.annotations.Nullable;

/**
 * Which login is meant. What is null does not matter.
 *
 * @param name the profile's name
 */
public record ProfileFilter(
        @Nullable String name,
        @Nullable ServerUrl server,
        @Nullable Role role) {
    boolean matches(Profile profile) {
        return (name == null || name.equals(profile.name()))
                && (server == null || server.equals(profile.server()))
                && (role == null || role == profile.role());
    }
}
