package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.ServerProblemException;
import dev.ezworks.cli.output.TransferResult;
import dev.ezworks.cli.profile.Profile;
import dev.ezworks.cli.profile.ProfileStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "logout",
        description = "End the session on the server, so that its token is worth nothing, and forget the login.")
final class LogoutCommand extends ServerCommand {
    private static final int UNAUTHORIZED = 401;

    @Option(names = "--all-profiles", fallbackValue = "true", description = "End every session that is kept here.")
    boolean allProfiles;

    LogoutCommand(Environment environment) {
        super(environment);
    }

    @Override
    public ExitCode call() {
        Connector connector = connector();
        if (allProfiles) {
            return logoutAll(connector);
        }
        if (environment.variable("EZWORKS_TOKEN").isPresent()) {
            connector.connect().client().logout();
            environment.console().info("logged out");
        } else {
            logout(connector, connector.profile());
        }
        return ExitCode.OK;
    }

    private ExitCode logoutAll(Connector connector) {
        List<Profile> profiles = Connector.profiles(environment).load().all();
        BatchOutcome outcome = new BatchOutcome(profiles.size() != 1);
        for (Profile profile : profiles) {
            outcome.add(logoutOne(connector, profile));
        }
        return outcome.exitCode();
    }

    private TransferResult logoutOne(Connector connector, Profile profile) {
        try {
            logout(connector, profile);
            return TransferResult.deleted(profile.name());
        } catch (RuntimeException e) {
            Failure failure = FailureTable.failure(e);
            environment.console().error(failure);
            return TransferResult.failed(profile.name(), "", failure);
        }
    }

    /** A login whose session is over already is forgotten too; one that can't be ended is kept, to try again. */
    private void logout(Connector connector, Profile profile) {
        EzworksClient client = connector.client(profile);
        try {
            client.logout();
        } catch (ServerProblemException e) {
            if (e.problem().status() != UNAUTHORIZED) {
                throw e;
            }
        }
        ProfileStore store = Connector.profiles(environment);
        store.update(profiles -> profiles.without(profile));
        environment
                .console()
                .info("logged out " + profile.username() + " (" + profile.role().id() + ") from " + profile.server());
    }
}
