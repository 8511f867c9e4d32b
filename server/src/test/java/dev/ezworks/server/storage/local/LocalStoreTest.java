package dev.ezworks.server.storage.local;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
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
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void closedStoreShouldFailInThePortsWords() {
        LocalStore store = LocalStore.open(parent.resolve("data"), clock);
        store.close();
        store.close();

        assertThatThrownBy(() -> done(store.ping())).isInstanceOf(StoreUnavailableException.class);
    }
}
