package dev.ezworks.server.config;

import dev.ezworks.server.storage.local.LocalStore;
import dev.ezworks.server.storage.mongo.MongoStore;
import dev.ezworks.server.transfers.BufferBudget;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.springframework.core.env.Environment;

/** Opens the store that the settings choose: MongoDB if a connection string is set, else the local one. */
final class StoreChoice {
    private StoreChoice() {}

    /** The connection string, if MongoDB is chosen. */
    static Optional<String> mongo(Environment environment) {
        return Optional.ofNullable(environment.getProperty("MONGO_CONNECTION_STRING"))
                .filter(string -> !string.isBlank());
    }

    /** Blocks until the store answers. */
    static Stores open(EzworksProperties properties, Environment environment, BufferBudget budget, Clock clock) {
        return mongo(environment)
                .map(connectionString -> mongo(connectionString, budget, clock))
                .orElseGet(() -> local(properties, clock));
    }

    /** The same; fails with a {@link StartupException} rather than make a new local store. */
    static Stores openExisting(
            EzworksProperties properties, Environment environment, BufferBudget budget, Clock clock) {
        Path folder = properties.data().toAbsolutePath().normalize();
        if (mongo(environment).isEmpty() && !LocalStore.exists(folder)) {
            throw new StartupException(
                    "there is no store in " + folder + "; name its folder with --data or EZWORKS_DATA");
        }
        return open(properties, environment, budget, clock);
    }

    private static Stores mongo(String connectionString, BufferBudget budget, Clock clock) {
        MongoStore store = await(connectionString, budget, clock);
        return new Stores(
                "mongo (" + store.location() + ")",
                store.contents(),
                store.files(),
                store.uploads(),
                store.accounts(),
                store.sessions(),
                store.scrub(),
                store::ping,
                store::close);
    }

    private static MongoStore await(String connectionString, BufferBudget budget, Clock clock) {
        try {
            return MongoStore.open(connectionString, budget, clock).toFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static Stores local(EzworksProperties properties, Clock clock) {
        Path folder = properties.data().toAbsolutePath().normalize();
        LocalStore store = LocalStore.open(
                folder, clock, ReserveSetting.parse(properties.storage().reserve()));
        return new Stores(
                "local (" + folder + ")",
                store.contents(),
                store.files(),
                store.uploads(),
                store.accounts(),
                store.sessions(),
                store.scrub(),
                store::ping,
                store::close);
    }
}
