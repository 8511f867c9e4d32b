package dev.ezworks.cli.profile;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.client.ServerUrl;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** The logins as JSON. */
final class ProfileFormat {
    private ProfileFormat() {}

    static Profiles empty() {
        return new Profiles(List.of());
    }

    /** @throws IllegalArgumentException if this is not what {@link #write} makes */
    static Profiles read(byte[] json) {
        try {
            List<Profile> profiles = new ArrayList<>();
            if (JSON.std.mapFrom(json).get("profiles") instanceof List<?> list) {
                for (Object item : list) {
                    profiles.add(profile((Map<?, ?>) item));
                }
                return new Profiles(profiles);
            }
            throw new IllegalArgumentException("no list of profiles");
        } catch (JacksonException | ClassCastException | DateTimeException e) {
            throw new IllegalArgumentException("not a file of profiles", e);
        }
    }

    private static Profile profile(Map<?, ?> json) {
        return new Profile(
                text(json, "name"),
                ServerUrl.parse(text(json, "server")),
                Role.of(text(json, "role")).orElseThrow(() -> new IllegalArgumentException("unknown role")),
                new Username(text(json, "username")),
                text(json, "token"),
                Instant.parse(text(json, "expiresAt")),
                Instant.parse(text(json, "loggedInAt")),
                json.get("authorities") instanceof String path ? Path.of(path) : null);
    }

    private static String text(Map<?, ?> json, String field) {
        if (json.get(field) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("no " + field);
    }

    static byte[] write(Profiles profiles) {
        List<Map<String, Object>> list =
                profiles.all().stream().map(ProfileFormat::json).toList();
        return JSON.std.asBytes(Map.of("profiles", list));
    }

    private static Map<String, Object> json(Profile profile) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", profile.name());
        json.put("server", profile.server().toString());
        json.put("role", profile.role().id());
        json.put("username", profile.username().value());
        json.put("token", profile.token());
        json.put("expiresAt", profile.expiresAt().toString());
        json.put("loggedInAt", profile.loggedInAt().toString());
        @Nullable Path authorities = profile.authorities();
        if (authorities != null) {
            json.put("authorities", authorities.toString());
        }
        return json;
    }
}
