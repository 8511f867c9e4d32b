package dev.ezworks.server.storage.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoConfigurationException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a connection string says, with what ezworks needs of MongoDB on top. */
final class MongoSettings {
    private static final String DEFAULT_DATABASE = "EzWorksDb";

    // An acknowledged write has reached the disk of a majority and is never rolled back.
    private static final WriteConcern DURABLE =
            WriteConcern.MAJORITY.withJournal(true).withWTimeout(20, TimeUnit.SECONDS);
    // An election takes about 12 s; requests wait for it rather than fail.
    private static final Duration SERVER_SELECTION = Duration.ofSeconds(20);
    private static final Duration SERVER_SELECTION_AT_START = Duration.ofSeconds(5);
    // Without one, a connection that a firewall has forgotten hangs for ever. It is also how long what is under way
    // waits
    // for a primary that has lost its power or its network, before the driver asks the new one.
    private static final Duration SOCKET_READ = Duration.ofSeconds(30);

    private final ConnectionString string;

    private MongoSettings(ConnectionString string) {
        this.string = string;
    }

    /**
     * Reads a connection string; blocks for DNS if it begins with {@code mongodb+srv}.
     *
     * @throws MongoStoreException if it is not one
     */
    static MongoSettings parse(String connectionString) {
        try {
            return new MongoSettings(new ConnectionString(connectionString.strip()));
        } catch (MongoConfigurationException e) {
            throw new MongoStoreException(
                    "the name of the MongoDB cluster cannot be looked up: mend the host in MONGO_CONNECTION_STRING, or"
                            + " the DNS of this machine",
                    e);
        } catch (IllegalArgumentException e) {
            // Without the cause: the driver quotes parts of the string, and the password may be in them.
            throw new MongoStoreException("MONGO_CONNECTION_STRING is not a MongoDB connection string: it looks like"
                    + " mongodb://user:password@host:27017/database, with %3A, %2F, %40 and the like for"
                    + " special characters in user and password");
        }
    }

    MongoClientSettings client() {
        return MongoClientSettings.builder()
                .applyConnectionString(string)
                .applicationName(orElse(string.getApplicationName(), "ezworks"))
                .transportSettings(MongoTransport.settings())
                .writeConcern(DURABLE)
                .readConcern(ReadConcern.MAJORITY)
                // Of the connection string's preference only reading content makes use.
                .readPreference(ReadPreference.primary())
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(
                        orElse(string.getServerSelectionTimeout(), (int) SERVER_SELECTION.toMillis()),
                        TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.readTimeout(
                        orElse(string.getSocketTimeout(), (int) SOCKET_READ.toMillis()), TimeUnit.MILLISECONDS))
                .build();
    }

    String database() {
        return orElse(string.getDatabase(), DEFAULT_DATABASE);
    }

    /** Where content is read from. */
    ReadPreference contentPreference() {
        return orElse(string.getReadPreference(), ReadPreference.primary());
    }

    /** How long the first connection may take. */
    Duration startTimeout() {
        Integer given = string.getServerSelectionTimeout();
        return given == null ? SERVER_SELECTION_AT_START : Duration.ofMillis(given);
    }

    /** The hosts, without user or password. */
    String hosts() {
        return String.join(",", string.getHosts());
    }

    /** Hosts and database, without user or password. */
    String location() {
        return hosts() + "/" + database();
    }

    private static <T> T orElse(@Nullable T given, T other) {
        return Objects.requireNonNullElse(given, other);
    }
}
