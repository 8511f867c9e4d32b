package dev.ezworks.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.config.TestServer;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.session.LoggedIn;
import dev.ezworks.server.session.Sessions;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.BufferBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * One server for all tests that want the same settings; starting one for each class would take minutes. Each test
 * takes accounts of its own, so that none sees another's files.
 *
 * <p>After every test, whatever it did, nothing may be left behind: no transfer, no memory of the budget, no content
 * that no file refers to; and after the last one of a class no buffer of Netty's.
 */
public final class RunningServer implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final BufferLeaks LEAKS = new BufferLeaks();

    private final boolean onDisk;
    private final Map<String, String> settings = new HashMap<>();
    private @Nullable Running running;

    private RunningServer(boolean onDisk, String... settings) {
        this.onDisk = onDisk;
        for (int i = 0; i < settings.length; i += 2) {
            this.settings.put(settings[i], settings[i + 1]);
        }
    }

    /** What runs until the last test of all is over. */
    private record Running(TestServer server, Optional<Path> folder) implements AutoCloseable {
        static Running inMemory(Map<String, String> settings) {
            return new Running(TestServer.start(settings), Optional.empty());
        }

        static Running onDisk(Map<String, String> settings) {
            try {
                Path folder = Files.createTempDirectory("ezworks-test");
                return new Running(TestServer.startOnDisk(folder, settings), Optional.of(folder));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            if (folder.isPresent()) {
                FileSystemUtils.deleteRecursively(folder.get());
            }
        }
    }

    /**
     * A server that keeps everything in memory.
     *
     * @param settings names and values in turn
     */
    public static RunningServer inMemory(String... settings) {
        return new RunningServer(false, settings);
    }

    /**
     * A server on a folder of its own.
     *
     * @param settings names and values in turn
     */
    public static RunningServer onDisk(String... settings) {
        return new RunningServer(true, settings);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        LEAKS.watch();
        running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(RunningServer.class))
                .computeIfAbsent(
                        onDisk + settings.toString(),
                        key -> onDisk ? Running.onDisk(settings) : Running.inMemory(settings),
                        Running.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        // As a rule everything is over when the answer is there: no time to be lost waiting.
        await().atMost(Await.TIMEOUT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(this::assertNothingIsLeft);
    }

    private void assertNothingIsLeft() {
        assertThat(server().bean(ActiveTransfers.class).all()).isEmpty();
        assertThat(server().bean(BufferBudget.class).inUse()).isZero();
        if (server().contents() instanceof InMemoryContentStore contents) {
            assertThat(contents.count()).isEqualTo((int) contents.countSettled());
        }
    }

    /** Content that a test has left behind on purpose. */
    public void forgetWhatIsLeftToTheSweep() {
        if (server().contents() instanceof InMemoryContentStore contents) {
            contents.removeUnsettled();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LEAKS.assertNone();
    }

    /** A new operator, logged in. */
    public Caller operator() {
        return caller(Role.OPS);
    }

    /** A new client, logged in. */
    public Caller client() {
        return caller(Role.CLIENT);
    }

    /** Somebody without a token. */
    public Caller stranger() {
        return new Caller(server().uri(), "", "");
    }

    /** The token of another session of an operator. */
    public String logInAgain(Caller operator) {
        return LoggedIn.token(server().bean(Sessions.class), Role.OPS, new Username(operator.name()));
    }

    private Caller caller(Role role) {
        String name = role.id() + "-" + ACCOUNTS.incrementAndGet();
        return new Caller(server().uri(), name, server().logIn(role, name));
    }

    /** A connection to talk over directly. */
    public RawConnection connect() throws IOException {
        return new RawConnection(server().uri());
    }

    public TestServer server() {
        return running().server();
    }

    private Running running() {
        return Objects.requireNonNull(running, "the server is not running");
    }

    /** How many unfinished contents the store holds so many bytes of at least. */
    public long countUnfinished(long bytes) {
        return running()
                .folder()
                .map(folder -> countFiles(folder.resolve("incoming"), bytes))
                .orElseGet(() -> ((InMemoryContentStore) server().contents()).countUnfinished(bytes));
    }

    private static long countFiles(Path folder, long bytes) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toFile().length() >= bytes).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
