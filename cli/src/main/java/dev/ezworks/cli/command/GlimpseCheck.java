package dev.ezworks.cli.command;

import dev.ezworks.cli.client.ServerGlimpse;
import dev.ezworks.cli.client.ServerUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Looks at a server's clock and certificate. */
final class GlimpseCheck {
    /** How far the clocks may be apart without being told of. */
    static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    /** Beyond this, when a login, a certificate or an upload ends is no longer when it seems to. */
    static final Duration CLOCKS_WRONG = Duration.ofMinutes(5);

    /** When to see to what is about to end. */
    static final Duration SOON = Duration.ofDays(14);

    private final Clock clock;

    GlimpseCheck(Clock clock) {
        this.clock = clock;
    }

    List<Check> checks(ServerUrl server, ServerGlimpse glimpse) {
        return List.of(clock(glimpse), encryption(server, glimpse));
    }

    private Check clock(ServerGlimpse glimpse) {
        Instant there = glimpse.clock();
        if (there == null) {
            return Check.warning("clock", "the server does not say what time it is", "");
        }
        Duration apart = Duration.between(there, clock.instant()).abs();
        String finding = apart.toSeconds() + " s apart from the server's";
        if (apart.compareTo(CLOCKS_APART) <= 0) {
            return Check.ok("clock", finding);
        }
        String mend = "set the clocks of both machines, as with: timedatectl";
        return apart.compareTo(CLOCKS_WRONG) <= 0
                ? Check.warning("clock", finding, mend)
                : Check.toMend("clock", finding, mend);
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
        String mend = "have it renewed on the server";
        if (!end.isAfter(clock.instant())) {
            // The one that --cacert names is trusted even then.
            return Check.toMend("encryption", "TLS; the certificate has ended at " + end, mend);
        }
        return endsSoon(end, clock)
                ? Check.warning("encryption", "TLS; the certificate ends at " + end, mend)
                : Check.ok("encryption", "TLS; trusted, and valid until " + end);
    }

    static boolean endsSoon(Instant end, Clock clock) {
        return end.isBefore(clock.instant().plus(SOON));
    }
}
