package dev.ezworks.cli.command;

import dev.ezworks.api.Role;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.profile.Profile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Tells of each setting what it is and where it comes from. */
final class SettingsCheck {
    private static final String OPS = "--ops";
    private static final String PASSWORD = "EZWORKS_PASSWORD";
    private static final List<String> OPTIONS =
            List.of("--server", "--profile", "--role", "--cacert", "--connect-timeout", "--timeout");
    private static final List<String> VARIABLES = List.of(
            "EZWORKS_CONFIG_DIR",
            "EZWORKS_STATE_DIR",
            "EZWORKS_CACHE_DIR",
            RemoteNames.PATIENCE_SETTING,
            PASSWORD,
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
    private final ServerOptions options;
    private final Set<String> told = new HashSet<>();

    /** @param options those of the command, as they were parsed */
    SettingsCheck(Environment environment, CommandSpec command, ServerOptions options) {
        this.environment = environment;
        this.command = command;
        this.parsed = command.commandLine().getParseResult();
        this.options = options;
    }

    /** The findings. */
    List<Check> checks(Connector connector) {
        List<Check> checks = new ArrayList<>();
        for (String name : OPTIONS) {
            OptionSpec option = command.findOption(name);
            if (option != null) {
                checks.add(check(option, connector));
            }
        }
        Stream.concat(variablesOfOptions().filter(variable -> !told.contains(variable)), VARIABLES.stream())
                .forEach(variable -> environment
                        .variable(variable)
                        .ifPresent(value -> checks.add(Check.ok(variable, shown(variable, value) + " (environment)"))));
        return checks;
    }

    private Check check(OptionSpec option, Connector connector) {
        String name = option.longestName();
        String subject = name.substring(2);
        OptionSpec deciding = deciding(option);
        String source = source(deciding);
        if (!source.isEmpty()) {
            return Check.ok(subject, given(deciding) + " (" + source + ")");
        }
        Profile profile = profile(name, connector).orElse(null);
        Object kept = profile == null ? null : ofProfile(name, profile);
        if (profile != null && kept != null) {
            return Check.ok(subject, kept + " (profile " + profile.name() + ")");
        }
        return Check.ok(subject, byDefault(option, connector) + " (default)");
    }

    /** The option that says what another one is about: {@code --ops} is a role too. */
    private OptionSpec deciding(OptionSpec option) {
        OptionSpec ops = command.findOption(OPS);
        return ops != null && option.longestName().equals("--role") && options.opsDecides() ? ops : option;
    }

    /** Empty if the option is not given. */
    private String source(OptionSpec option) {
        if (parsed.hasMatchedOption(option)) {
            return "flag " + option.longestName();
        }
        String variable = EnvironmentDefaults.variable(option.longestName());
        if (environment.variable(variable).isEmpty()) {
            return "";
        }
        told.add(variable);
        return "environment, " + variable;
    }

    private static Object given(OptionSpec option) {
        if (option.longestName().equals(OPS)) {
            return Role.OPS.id();
        }
        Object value = option.getValue();
        return value instanceof Role role ? role.id() : value;
    }

    private static Optional<Profile> profile(String option, Connector connector) {
        return switch (option) {
            case "--server" -> connector.profileOfServer();
            case "--cacert" -> connector.profileOfAuthorities();
            default -> connector.login();
        };
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

    private static Object byDefault(OptionSpec option, Connector connector) {
        if (option.longestName().equals("--server")) {
            return connector.target();
        }
        return option.defaultValue() == null ? "none" : option.defaultValue();
    }

    /** Those that any command may take an option from. */
    private Stream<String> variablesOfOptions() {
        return EzworksCommandLine.create(environment).getSubcommands().values().stream()
                .flatMap(any -> any.getCommandSpec().options().stream())
                .filter(option -> !option.usageHelp())
                .map(option -> EnvironmentDefaults.variable(option.longestName()))
                .sorted()
                .distinct();
    }

    /** An address may hold a password, with any character in it. */
    private static String shown(String variable, String value) {
        if (variable.equals(PASSWORD)) {
            return "one that is not shown";
        }
        boolean address = variable.toLowerCase(Locale.ROOT).endsWith("_proxy") || variable.equals("EZWORKS_URL");
        if (!address || value.indexOf('@') < 0) {
            return value;
        }
        String scheme = value.startsWith("http://") || value.startsWith("https://")
                ? value.substring(0, value.indexOf("//") + 2)
                : "";
        return scheme + "…" + value.substring(value.lastIndexOf('@'));
    }
}
