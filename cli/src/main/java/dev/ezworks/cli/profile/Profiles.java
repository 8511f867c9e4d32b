package dev.ezworks.cli.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All logins that are kept. */
public record Profiles(List<Profile> all) {
    public Profiles {
        all = List.copyOf(all);
    }

    /** The newest login that the filter matches. */
    public Optional<Profile> newest(ProfileFilter filter) {
        return all.stream().filter(filter::matches).max(Comparator.comparing(Profile::loggedInAt));
    }

    /** With this login, in place of one of the same server, role and user, or of the same name. */
    public Profiles with(Profile profile) {
        List<Profile> next = new ArrayList<>(all);
        next.removeIf(other -> other.sameLogin(profile) || other.name().equals(profile.name()));
        next.add(profile);
        return new Profiles(next);
    }

    /** Without the login of this token. */
    public Profiles without(Profile profile) {
        return new Profiles(all.stream()
                .filter(other -> !other.token().equals(profile.token()))
                .toList());
    }
}
