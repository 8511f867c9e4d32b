package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.output.DisplayText;
import dev.ezworks.cli.profile.ProfileStore;
import dev.ezworks.cli.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description = {
            "Look whether everything is as it should be: settings, login, server, and what mends what is not.",
            "A line for each thing, and no secret in any. Ends with 1 if something is to be mended; a warning is advice."
        })
final class DoctorCommand extends ServerCommand {
    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    final JsonOption format = new JsonOption();

    DoctorCommand(Environment environment) {
        super(environment);
    }

    @Override
    public ExitCode call() {
        List<Check> checks = checks();
        checks.forEach(this::print);
        return checks.stream().anyMatch(check -> check.status() == Check.Status.TO_MEND) ? ExitCode.ERROR : ExitCode.OK;
    }

    private List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        ProfileStore store = Connector.profiles(environment);
        Connector connector = connector();
        try {
            checks.addAll(tokens(store));
            CommandSpec command = Objects.requireNonNull(spec, "called outside a command line");
            checks.addAll(new SettingsCheck(environment, command, server).checks(connector));
            checks.addAll(new ServerCheck(connector, environment.clock()).checks());
        } catch (CliException e) {
            checks.add(Check.toMend("logins", e.failure()));
        }
        return checks;
    }

    /** @throws CliException if the tokens that are kept can't be used, and are to be */
    private List<Check> tokens(ProfileStore store) {
        if (environment.variable("EZWORKS_TOKEN").isEmpty()) {
            return List.of(kept(store));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok("token", "one of the environment (EZWORKS_TOKEN), whatever is kept"));
        try {
            checks.add(kept(store));
        } catch (CliException e) {
            checks.add(Check.toMend("logins", e.failure()));
        }
        return checks;
    }

    private static Check kept(ProfileStore store) {
        Profiles kept = store.load();
        String count = kept.all().size() + (kept.all().size() == 1 ? " login" : " logins");
        return kept.all().isEmpty()
                ? Check.ok("logins", "none in " + store.file())
                : Check.ok("logins", count + " in " + store.file() + ", which only you can read");
    }

    private void print(Check check) {
        if (format.json) {
            environment.console().json(check.json());
        } else {
            environment.console().data(DisplayText.escape(check.line()));
        }
    }
}
