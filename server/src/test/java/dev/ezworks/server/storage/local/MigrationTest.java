package dev.ezworks.server.storage.local;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.files.StoredFile;
import dev.ezworks.server.maintenance.ScrubProgress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that earlier versions wrote. */
class MigrationTest {
    private static final String CONTENT = "0123456789abcdef0123456789abcdef";
    private static final String SHA256 = "ab".repeat(32);

    @TempDir
    private Path folder;

    @Test
    void filesOfVersionOneShouldBeThereAndNotBeDamaged() throws Exception {
        String database = "jdbc:sqlite:" + folder.resolve("ezworks.db");
        Flyway.configure()
                .dataSource(database, null, null)
                .locations("classpath:db/migration/local")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO catalogs (owner, changes, files, tag) VALUES ('olga', 1, 1, '1-a')");
            statement.executeUpdate("INSERT INTO files (owner, name, version, content, size, content_type, sha256,"
                    + " uploaded_at) VALUES ('olga', x'61', 3, x'" + CONTENT + "', 10, 'text/plain', x'" + SHA256
                    + "', 1234)");
        }

        try (LocalStore store = LocalStore.open(folder, new MutableClock())) {
            assertThat(all(store.files().versions(ContentId.NONE, 10)))
                    .containsExactly(new StoredFile(
                            new Username("olga"),
                            FileName.of("a"),
                            3,
                            new ContentId(CONTENT),
                            10,
                            "text/plain",
                            Sha256.ofHex(SHA256),
                            Instant.ofEpochMilli(1234),
                            false));
            assertThat(one(store.scrub().progress())).isEqualTo(ScrubProgress.NEVER);
        }
    }
}
