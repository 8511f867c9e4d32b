package dev.ezworks.cli.command;

import dev.ezworks.api.Role;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.client.ClientException;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.ServerGlimpse;
import dev.ezworks.cli.client.ServerUrl;
import dev.ezworks.cli.client.SessionInfo;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the server is there and well, and whether the login holds. */
final class ServerCheck {
    private final Connector connector;
    private final Clock clock;

    ServerCheck(Connector connector, Clock clock) {
        this.connector = connector;
        this.clock = clock;
    }

    List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        ServerUrl server = connector.target();
        try {
            EzworksClient probe = connector.probe();
            ServerGlimpse glimpse = probe.glimpse();
            checks.add(Check.ok(
                    "connection", server + " answers (" + glimpse.took().toMillis() + " ms)"));
            checks.add(Check.ok("versions", Version.line() + " here, API " + glimpse.version() + " there"));
            checks.addAll(new GlimpseCheck(clock).checks(server, glimpse));
            checks.add(login());
            checks.addAll(openings(server, probe));
        } catch (ClientException | CliException e) {
            checks.add(Check.toMend("connection", FailureTable.failure(e)));
        }
        return checks;
    }

    private Check login() {
        try {
            Connection connection = connector.connect();
            SessionInfo session = connection.client().session();
            String finding = session.username() + " (" + session.role().id() + ") until "
                    + session.expiresAt().truncatedTo(ChronoUnit.SECONDS);
            return GlimpseCheck.endsSoon(session.expiresAt(), clock)
                    ? Check.warning("login", finding, "run: ezworks login")
                    : Check.ok("login", finding);
        } catch (ClientException | CliException e) {
            return Check.toMend("login", FailureTable.failure(e));
        }
    }

    /** What is open by default. */
    private static List<Check> openings(ServerUrl server, EzworksClient probe) {
        String keepOut = "let only those reach it who may";
        return List.of(
                opening(server, "sign-up of clients", probe.signupOpen(Role.CLIENT), "fetch every file", keepOut),
                opening(server, "sign-up of operators", probe.signupOpen(Role.OPS), "publish files", keepOut),
                opening(
                        server,
                        "metrics",
                        probe.metricsOpen(),
                        "read them",
                        "give them an address of their own, EZWORKS_MANAGEMENT_PORT on the server"));
    }

    /** @param may what anyone may do whom it is open to */
    private static Check opening(ServerUrl server, String what, boolean open, String may, String mend) {
        if (!open) {
            return Check.ok(what, "not open to strangers");
        }
        String finding = "whoever reaches the server may " + may;
        return server.loopback()
                ? Check.ok(what, finding + "; that is this machine")
                : Check.warning(what, finding, mend);
    }
}
