package dev.ezworks.cli.command;

import dev.ezworks.api.Role;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.client.ClientException;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.ServerGlimpse;
import dev.ezworks.cli.client.ServerUrl;
import dev.ezworks.cli.client.SessionInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the server is there and well, and whether the login holds. */
final class ServerCheck {
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofDays(14);

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
            checks.add(clock(glimpse));
            checks.add(encryption(server, glimpse));
            checks.add(login());
            checks.add(signup(server, probe));
        } catch (ClientException | CliException e) {
            checks.add(Check.toMend("connection", FailureTable.failure(e)));
        }
        return checks;
    }

    private Check clock(ServerGlimpse glimpse) {
        Instant there = glimpse.clock();
        if (there == null) {
            return Check.warning("clock", "the server does not say what time it is", "");
        }
        Duration apart = Duration.between(there, clock.instant()).abs();
        String finding = apart.toSeconds() + " s apart from the server's";
        return apart.compareTo(CLOCKS_APART) <= 0
                ? Check.ok("clock", finding)
                : Check.warning("clock", finding, "set the clocks of both machines, as with: timedatectl");
    }

    private Check encryption(ServerUrl server, ServerGlimpse glimpse) {
        Instant end = glimpse.certificateEnd();
        if (end == null) {
            return server.loopback()
                    ? Check.ok("encryption", "none, on this machine itself")
                    : Check.warning(
                            "encryption",
                            "none: others can read what passes, and the token",
                            "have the server set up with TLS and give --server https://…");
        }
        return endsSoon(end)
                ? Check.warning("encryption", "TLS; the certificate ends at " + end, "have it renewed on the server")
                : Check.ok("encryption", "TLS; trusted, and valid until " + end);
    }

    private boolean endsSoon(Instant end) {
        return end.isBefore(clock.instant().plus(SOON));
    }

    private Check login() {
        try {
            Connection connection = connector.connect();
            SessionInfo session = connection.client().session();
            String finding = session.username() + " (" + session.role().id() + ") until "
                    + session.expiresAt().truncatedTo(ChronoUnit.SECONDS);
            return endsSoon(session.expiresAt())
                    ? Check.warning("login", finding, "run: ezworks login")
                    : Check.ok("login", finding);
        } catch (ClientException | CliException e) {
            return Check.toMend("login", FailureTable.failure(e));
        }
    }

    private static Check signup(ServerUrl server, EzworksClient probe) {
        if (!probe.signupOpen(Role.CLIENT)) {
            return Check.ok("sign-up", "not open to strangers");
        }
        String finding = "open to anyone who reaches the server";
        return server.loopback()
                ? Check.ok("sign-up", finding + ", which is this machine")
                : Check.warning("sign-up", finding, "let only those reach it who may");
    }
}
