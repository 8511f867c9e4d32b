package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import dev.ezworks.cli.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Tells of each setting what it is and where it comes from. */
final class SettingsCheck {
    private static final List<String> OPTIONS =
            List.of("--server", "--profile", "--role", "--cacert", "--connect-timeout", "--timeout");
    private static final List<String> VARIABLES = List.of(
            "EZWORKS_CONFIG_DIR",
            "EZWORKS_STATE_DIR",
            "EZWORKS_CACHE_DIR",
            "https_proxy",
            "HTTPS_PROXY",
            "http_proxy",
            "all_proxy",
            "ALL_PROXY",
            "no_proxy",
            "NO_PROXY",
            "NO_COLOR");

    private final Environment environment;
    private final CommandSpec command;
    private final ParseResult parsed;

    SettingsCheck(Environment environment, CommandSpec command, ParseResult parsed) {
        this.environment = environment;
        this.command = command;
        this.parsed = parsed;
    }

    /**
     * The findings.
     *
     * @param server the server that is spoken to
     * @param login the login that is used, if it is kept in a profile
     */
    List<Check> checks(String server, Optional<Profile> login) {
        List<Check> checks = new ArrayList<>();
        for (String name : OPTIONS) {
            OptionSpec option = command.findOption(name);
            if (option != null) {
                checks.add(check(option, server, login));
            }
        }
        for (String variable : VARIABLES) {
            environment
                    .variable(variable)
                    .ifPresent(value -> checks.add(Check.ok(variable, shown(variable, value) + " (environment)")));
        }
        return checks;
    }

    private Check check(OptionSpec option, String server, Optional<Profile> login) {
        String name = option.longestName();
        String variable = EnvironmentDefaults.variable(name);
        String subject = name.substring(2);
        Object value = name.equals("--server") ? server : option.getValue();
        if (parsed.hasMatchedOption(option)) {
            return Check.ok(subject, value + " (flag " + name + ")");
        }
        if (environment.variable(variable).isPresent()) {
            return Check.ok(subject, value + " (environment, " + variable + ")");
        }
        Object kept = login.map(profile -> ofProfile(name, profile)).orElse(null);
        if (kept != null) {
            return Check.ok(subject, kept + " (profile " + login.get().name() + ")");
        }
        return Check.ok(subject, (value == null ? "none" : text(value, option)) + " (default)");
    }

    private static Object text(Object value, OptionSpec option) {
        return option.defaultValue() == null ? value : option.defaultValue();
    }

    private static @Nullable Object ofProfile(String option, Profile profile) {
        return switch (option) {
            case "--server" -> profile.server();
            case "--profile" -> profile.name();
            case "--role" -> profile.role().id();
            case "--cacert" -> profile.authorities();
            default -> null;
        };
    }

    /** A proxy's address may hold a password, with any character in it. */
    private static String shown(String variable, String value) {
        if (!variable.toLowerCase(Locale.ROOT).endsWith("_proxy") || value.indexOf('@') < 0) {
            return value;
        }
        String scheme = value.startsWith("http://") || value.startsWith("https://")
                ? value.substring(0, value.indexOf("//") + 2)
                : "";
        return scheme + "…" + value.substring(value.lastIndexOf('@'));
    }
}
