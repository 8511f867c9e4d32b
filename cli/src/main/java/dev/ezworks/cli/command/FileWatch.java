package dev.ezworks.cli.command;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.cli.client.CatalogLook;
import dev.ezworks.cli.client.ClientException;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.output.Console;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a file is there that the user wants. The server does the waiting; one that goes away meanwhile is asked
 * again until it is back.
 */
final class FileWatch {
    // Below the minute after which proxies and the client itself give an answer up.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(45);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
    // The answer of a server that has waited to the end needs its time too.
    private static final Duration WAY_BACK = Duration.ofSeconds(1);
    // A catalog in which much happens, or a server that is away, is not asked more often.
    private static final Duration ASK_AT_MOST_EVERY = Duration.ofMillis(500);

    private final EzworksClient client;
    private final Console console;
    private final RemoteName file;
    private final String knownDigest;
    private String tag = "";
    private Duration pause = ASK_AT_MOST_EVERY;
    private boolean away;
    private long endsAt;

    /** @param knownDigest a file of this digest is not what is waited for; empty: any file is */
    FileWatch(EzworksClient client, Console console, RemoteName file, String knownDigest) {
        this.client = client;
        this.console = console;
        this.file = file;
        this.knownDigest = knownDigest;
    }

    /** How long to wait for an answer where there is this much time for all of it. */
    static Duration idleTimeout(Duration left) {
        return shorter(left.isNegative() ? WAY_BACK : left.plus(WAY_BACK), IDLE_TIMEOUT);
    }

    /** The file, as soon as there is one that is wanted; empty if there is none in time. */
    Optional<FileInfo> await(Duration atMost) throws InterruptedException {
        endsAt = System.nanoTime() + atMost.toNanos();
        while (true) {
            long askedAt = System.nanoTime();
            Duration left = left();
            if (left.isNegative()) {
                return Optional.empty();
            }
            Optional<FileInfo> wanted = ask(shorter(left, LONGEST_WAIT));
            if (wanted.isPresent()) {
                return wanted;
            }
            TimeUnit.NANOSECONDS.sleep(shorter(left, pause).toNanos() - (System.nanoTime() - askedAt));
        }
    }

    private Duration left() {
        return Duration.ofNanos(endsAt - System.nanoTime());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Optional<FileInfo> ask(Duration patience) {
        try {
            Optional<FileInfo> wanted = look(patience);
            away = false;
            pause = ASK_AT_MOST_EVERY;
            return wanted;
        } catch (ClientException e) {
            if (!e.worthRetrying()) {
                throw e;
            }
            pause = e.retryAfter().orElse(ASK_AT_MOST_EVERY);
            if (!away) {
                away = true;
                console.warn(FailureTable.failure(e).reason() + (left().isNegative() ? "" : "; still waiting"));
            }
            return Optional.empty();
        }
    }

    private Optional<FileInfo> look(Duration patience) {
        Optional<CatalogLook> look = impatient().look(file.catalog(), file.name(), tag, patience);
        if (look.isEmpty()) {
            return Optional.empty();
        }
        Optional<FileInfo> present = look.get().file();
        FileName other = file.otherName();
        if (present.isEmpty() && other != null) {
            present = impatient().look(file.catalog(), other, "", Duration.ZERO).flatMap(CatalogLook::file);
        }
        // Only now: if the second question failed, both are asked again.
        tag = look.get().tag();
        return present.filter(found -> !found.sha256().equals(knownDigest));
    }

    /** A server that says nothing is not waited for longer than for the file. */
    private EzworksClient impatient() {
        return client.withIdleTimeout(idleTimeout(left()));
    }
}
