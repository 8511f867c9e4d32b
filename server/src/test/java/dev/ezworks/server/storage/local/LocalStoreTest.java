package dev.ezworks.server.storage.local;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.account.Account;
import dev.ezworks.server.content.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class LocalStoreTest {
    private static final Account OLGA =
            new Account(Role.OPS, new Username("olga"), "hash", null, null, Instant.parse("2026-03-04T05:06:07.089Z"));

    private final MutableClock clock = new MutableClock();

    @TempDir
    private Path parent;

    @Test
    void whatWasStoredShouldBeThereAfterAReopening() {
        Path folder = parent.resolve("new/data");
        try (LocalStore store = LocalStore.open(folder, clock)) {
            done(store.accounts().create(OLGA));
        }

        try (LocalStore store = LocalStore.open(folder, clock)) {
            assertThat(one(store.accounts().find(OLGA.role(), OLGA.username()))).isEqualTo(OLGA);
        }
    }

    @Test
    void whatWasAnsweredShouldBeThereAfterACrash() throws IOException {
        Path folder = parent.resolve("data");
        try (LocalStore store = LocalStore.open(folder, clock)) {
            done(store.accounts().create(OLGA));

            try (LocalStore restarted = LocalStore.open(CrashedCopy.of(folder), clock)) {
                assertThat(one(restarted.accounts().find(OLGA.role(), OLGA.username())))
                        .isEqualTo(OLGA);
            }
        }
    }

    @Test
    void secondServerShouldBeRefused() {
        Path folder = parent.resolve("data");
        try (LocalStore store = LocalStore.open(folder, clock)) {
            assertThatThrownBy(() -> LocalStore.open(folder, clock))
                    .isInstanceOf(LocalStoreException.class)
                    .hasMessage("the data folder " + folder + " is in use by another ezworks server;"
                            + " stop it or set EZWORKS_DATA to another folder");
            done(store.ping());
        }
    }

    @Test
    void fileInPlaceOfTheFolderShouldBeRefused() throws IOException {
        Path file = Files.createFile(parent.resolve("data"));

        assertThatThrownBy(() -> LocalStore.open(file, clock))
                .isInstanceOf(LocalStoreException.class)
                .hasMessageContaining(file + " is a file")
                .hasMessageContaining("EZWORKS_DATA");
    }

    @Test
    void folderOfANewerVersionShouldBeRefusedAndLeftAlone() throws Exception {
        Path folder = parent.resolve("data");
        LocalStore.open(folder, clock).close();
        setUserVersion(folder, Schema.NEWEST + 1);

        assertThatThrownBy(() -> LocalStore.open(folder, clock))
                .isInstanceOf(LocalStoreException.class)
                .hasMessageContaining("was written by a newer version of ezworks");

        setUserVersion(folder, Schema.NEWEST);
        LocalStore.open(folder, clock).close();
    }

    private static void setUserVersion(Path folder, int version) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ezworks.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = " + version);
        }
    }

    @Test
    void brokenDatabaseShouldBeToldAndTheLockReleased() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("data"));
        Path database = Files.writeString(folder.resolve("ezworks.db"), "no database, but long enough ".repeat(100));

        assertThatThrownBy(() -> LocalStore.open(folder, clock))
                .isInstanceOf(LocalStoreException.class)
                .hasMessageContaining("cannot be opened");

        Files.delete(database);
        LocalStore.open(folder, clock).close();
    }

    @Test
    void foldersShouldBeOpenToTheirOwnerOnly() throws IOException {
        Path folder = parent.resolve("data");
        LocalStore.open(folder, clock).close();

        for (Path created : List.of(folder, folder.resolve("incoming"), folder.resolve("content"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created)))
                    .as(created.toString())
                    .isEqualTo("rwx------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ezworks.db"))))
                .isEqualTo("rw-------");
    }

    @Test
    void closeShouldNotWaitForADiskThatDoesNotAnswer() throws InterruptedException {
        Path folder = parent.resolve("data");
        LocalStore store = LocalStore.open(folder, clock);
        CountDownLatch answer = new CountDownLatch(1);
        // Of the threads that write and of those that look up.
        hold(store.ping(), answer);
        hold(store.accounts().find(OLGA.role(), OLGA.username()), answer);

        store.close(Duration.ofMillis(1));

        assertThatThrownBy(() -> LocalStore.open(folder, clock)).hasMessageContaining("is in use");
        answer.countDown();
        await().atMost(Await.TIMEOUT).until(() -> Files.exists(folder.resolve("stopped")));
        await().atMost(Await.TIMEOUT)
                .ignoreExceptions()
                .untilAsserted(() -> LocalStore.open(folder, clock).close());
    }

    /** Keeps a thread of the store's busy when it has made the call. */
    private static void hold(Mono<?> call, CountDownLatch answer) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        call.doOnTerminate(() -> {
                    held.countDown();
                    awaitLatch(answer);
                })
                .subscribe();
        assertThat(held.await(Await.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closedStoreShouldFailInThePortsWords() {
        LocalStore store = LocalStore.open(parent.resolve("data"), clock);
        store.close();
        store.close();

        assertThatThrownBy(() -> done(store.ping())).isInstanceOf(StoreUnavailableException.class);
    }
}
