package dev.ezworks.server.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.Await;
import dev.ezworks.server.content.RestartNeededException;
import dev.ezworks.server.content.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
    private static final int CALLERS = 20;

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private Path folder;
    private FailingConnection connection;
    private Statements reading;
    private Statements writing;
    private GroupCommit testee;

    @BeforeEach
    void open(@TempDir Path temporary) throws SQLException {
        folder = temporary;
        var source = Database.source(folder.resolve("test.db"));
        connection = new FailingConnection(source.getConnection());
        writing = new Statements(connection.connection());
        writing.update("CREATE TABLE numbers (number INTEGER PRIMARY KEY)");
        reading = new Statements(source.getConnection());
        testee = new GroupCommit(writing);
    }

    @AfterEach
    void close() throws SQLException {
        callers.shutdownNow();
        testee.close();
        reading.close();
        writing.close();
    }

    private List<Integer> numbers() throws SQLException {
        return reading.all("SELECT number FROM numbers ORDER BY number", row -> row.getInt(1));
    }

    private int add(int number) throws SQLException {
        return testee.write(statements -> statements.update("INSERT INTO numbers VALUES (?)", number));
    }

    @Test
    void writeShouldBeSeenByReadersOnReturn() throws SQLException {
        assertThat(add(7)).isEqualTo(1);

        assertThat(numbers()).containsExactly(7);
    }

    @Test
    void failureShouldUndoItsOwnWorkOnly() throws Exception {
        // The first work holds the group open for all the others to gather behind it.
        CountDownLatch gathered = new CountDownLatch(1);
        CompletableFuture<Integer> first = inBackground(() -> testee.write(statements -> {
            awaitLatch(gathered);
            return statements.update("INSERT INTO numbers VALUES (100)");
        }));
        List<CompletableFuture<Integer>> others = IntStream.range(0, CALLERS - 1)
                .mapToObj(i -> inBackground(() -> testee.write(statements -> {
                    statements.update("INSERT INTO numbers VALUES (?)", i);
                    if (i % 2 == 1) {
                        throw new IllegalStateException("odd");
                    }
                    return i;
                })))
                .toList();
        gathered.countDown();

        first.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        for (int i = 0; i < others.size(); i++) {
            CompletableFuture<Integer> other = others.get(i);
            if (i % 2 == 1) {
                assertThatThrownBy(other::join).hasRootCauseMessage("odd");
            } else {
                assertThat(other.get(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(i);
            }
        }
        assertThat(numbers()).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 100);
    }

    @Test
    void databaseFailureShouldComeBackAsItIs() throws SQLException {
        add(1);

        assertThatThrownBy(() -> add(1)).isInstanceOf(SQLException.class);
        assertThat(add(2)).isEqualTo(1);
    }

    @Test
    void relaxedWriteShouldBeSeenByReadersOnReturn() throws SQLException {
        testee.writeRelaxed(statements -> statements.update("INSERT INTO numbers VALUES (7)"));

        assertThat(numbers()).containsExactly(7);
    }

    @Test
    void onlyRelaxedWritesShouldCommitWithoutTheDisk() throws SQLException {
        add(1);
        testee.writeRelaxed(statements -> statements.update("INSERT INTO numbers VALUES (2)"));
        testee.writeRelaxed(statements -> statements.update("INSERT INTO numbers VALUES (3)"));
        add(4);

        assertThat(connection.run())
                .containsExactly(
                        "COMMIT",
                        "PRAGMA synchronous = NORMAL",
                        "COMMIT",
                        "COMMIT",
                        "PRAGMA synchronous = FULL",
                        // Whatever the next one changes: without a change there is nothing to force.
                        "PRAGMA user_version = " + Schema.NEWEST,
                        "COMMIT");
    }

    @Test
    void durableWriteThatChangesNothingShouldForceTheRelaxedOnesBeforeIt() throws Exception {
        testee.write(statements -> statements.update("CREATE TABLE pairs (id INTEGER PRIMARY KEY, value INTEGER)"));
        testee.writeRelaxed(statements -> statements.update("INSERT INTO pairs VALUES (1, 7)"));
        long before = Files.size(folder.resolve("test.db-wal"));

        testee.write(statements -> statements.update("UPDATE pairs SET value = 7 WHERE id = 1"));

        assertThat(Files.size(folder.resolve("test.db-wal"))).isGreaterThan(before);
    }

    @Test
    void nothingShouldBeWrittenAfterTheDiskHasFailed() throws SQLException {
        add(1);
        connection.failNextCommit();

        assertThatThrownBy(() -> add(2))
                .isInstanceOf(SQLException.class)
                .extracting(StoreFailures::of)
                .isInstanceOf(RestartNeededException.class);

        assertThat(testee.hasFailed()).isTrue();
        assertThatThrownBy(() -> add(3)).isInstanceOf(RestartNeededException.class);
        assertThatThrownBy(() -> testee.writeRelaxed(statements -> true)).isInstanceOf(RestartNeededException.class);
        assertThat(numbers()).containsExactly(1);
    }

    @Test
    void logShouldBeWrittenBackAfterManyWritesAndADurableOne() throws SQLException {
        for (int i = 0; i < 1000; i++) {
            int number = i;
            testee.writeRelaxed(statements -> statements.update("INSERT INTO numbers VALUES (?)", number));
        }
        assertThat(connection.run()).doesNotContain("PRAGMA wal_checkpoint(PASSIVE)");

        add(1000);
        // The second only begins when all that follows the first is done.
        add(1001);

        assertThat(connection.run()).containsOnlyOnce("PRAGMA wal_checkpoint(PASSIVE)");
    }

    @Test
    void writeShouldBeRefusedAfterTheClose() {
        testee.close();

        assertThatThrownBy(() -> add(1)).isInstanceOf(StoreUnavailableException.class);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<Integer> inBackground(Write write) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return write.run();
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                },
                callers);
    }

    private interface Write {
        int run() throws SQLException;
    }
}
