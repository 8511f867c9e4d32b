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
                .orElseGet(() -> local(properties.data().toAbsolutePath().normalize(), clock));
    }

    private static Stores mongo(String connectionString, BufferBudget budget, Clock clock) {
        MongoStore store = await(connectionString, budget, clock);
        return new Stores(
                "mongo (" + store.location() + ")",
                store.contents(),
                store.files(),
                store.accounts(),
                store.sessions(),
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

    private static Stores local(Path folder, Clock clock) {
        LocalStore store = LocalStore.open(folder, clock);
        return new Stores(
                "local (" + folder + ")",
                store.contents(),
                store.files(),
                store.accounts(),
                store.sessions(),
                store::ping,
                store::close);
    }
}
