package dev.ezworks.server.storage.local;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the database to the schema that this version of ezworks works with. */
final class Schema {
    /** The newest migration in {@code db/migration/local}; each sets {@code user_version} to its number. */
    static final int NEWEST = 3;

    private Schema() {}

    /**
     * Migrates if there is anything to migrate. Flyway is only asked then: it takes longer to start than all the rest.
     *
     * @throws LocalStoreException if a newer ezworks has migrated the database already
     */
    static void migrate(DataSource source, DataFolder folder) throws SQLException {
        int version = version(source);
        if (version > NEWEST) {
            throw new LocalStoreException("the data folder " + folder
                    + " was written by a newer version of ezworks; run that one, or restore a backup from before");
        }
        if (version < NEWEST) {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/migration/local")
                    .load()
                    .migrate();
        }
    }

    private static int version(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("PRAGMA user_version")) {
            return version.getInt(1);
        }
    }
}
