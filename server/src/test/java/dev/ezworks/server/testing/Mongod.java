package dev.ezworks.server.testing;

import com.mongodb.ConnectionString;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mongodb.MongoDBContainer;

/**
 * A real MongoDB for tests, started once per JVM when first asked for, ended with the JVM.
 *
 * <p>It is the one that {@code EZWORKS_TEST_MONGO_URI} names, else a {@code mongod} on the PATH or in the project's
 * {@code .cache/}, else one in Docker. Where there is none the test is skipped, or fails if
 * {@code EZWORKS_REQUIRE_MONGO=1}.
 */
public final class Mongod {
    private static final String HOW_TO_GET_ONE =
            "no MongoDB to test against: run scripts/get-mongod, or put mongod on the PATH, or start Docker, or set"
                    + " EZWORKS_TEST_MONGO_URI; EZWORKS_REQUIRE_MONGO=1 makes this a failure";
    private static final String IMAGE = "mongo:7.0";

    private static final Once REPLICA_SET = new Once(Mongod::findReplicaSet);
    private static final Once STANDALONE = new Once(Mongod::findStandalone);

    private final ConnectionString server;

    private Mongod(String connectionString) {
        this.server = new ConnectionString(connectionString);
    }

    /** A replica set of one node: it has transactions. */
    public static Mongod replicaSet() {
        return REPLICA_SET.get();
    }

    /** A mongod by itself: it has no transactions. */
    public static Mongod standalone() {
        return STANDALONE.get();
    }

    /** The {@code mongod} on this machine; skips the test, or fails, where there is none. */
    static Path binary() {
        Optional<Path> binary = MongodBinary.find();
        if (binary.isEmpty() && "1".equals(System.getenv("EZWORKS_REQUIRE_MONGO"))) {
            throw new AssertionError(HOW_TO_GET_ONE);
        }
        Assumptions.assumeTrue(binary.isPresent(), HOW_TO_GET_ONE);
        return binary.orElseThrow();
    }

    /** How to reach this database. */
    public String connectionString(String database) {
        String uri = server.getConnectionString();
        int options = uri.indexOf('?');
        String query = options < 0 ? "" : uri.substring(options);
        String base = options < 0 ? uri : uri.substring(0, options);
        int path = base.indexOf('/', base.indexOf("://") + 3);
        return (path < 0 ? base : base.substring(0, path)) + "/" + database + query;
    }

    /** How to reach a database that nobody else uses. */
    public String freshDatabase() {
        return connectionString("test_" + UUID.randomUUID().toString().replace("-", ""));
    }

    private static Optional<Mongod> findReplicaSet() {
        String given = System.getenv("EZWORKS_TEST_MONGO_URI");
        if (given != null && !given.isBlank()) {
            return Optional.of(new Mongod(given));
        }
        return MongodBinary.find()
                .map(binary -> new Mongod(MongodProcess.startReplicaSet(binary)))
                .or(() -> inDocker(() -> replicaSetInDocker()));
    }

    private static Optional<Mongod> findStandalone() {
        Optional<Path> binary = MongodBinary.find();
        return binary.map(path -> new Mongod(MongodProcess.startStandalone(path)))
                .or(() -> inDocker(() -> standaloneInDocker()));
    }

    private static Optional<Mongod> inDocker(Supplier<String> start) {
        // Testcontainers' own companion ends the container when the JVM is gone.
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.of(new Mongod(start.get()))
                : Optional.empty();
    }

    @SuppressWarnings("resource")
    private static String replicaSetInDocker() {
        MongoDBContainer container = new MongoDBContainer(IMAGE).withReplicaSet();
        container.start();
        return container.getConnectionString() + "/?directConnection=true";
    }

    @SuppressWarnings("resource")
    private static String standaloneInDocker() {
        MongoDBContainer container = new MongoDBContainer(IMAGE);
        container.start();
        return container.getConnectionString();
    }

    /** Looks once per JVM, and says each time what came of it. */
    private static final class Once {
        private final Supplier<Optional<Mongod>> find;
        private Optional<Mongod> found = Optional.empty();
        private boolean looked;

        Once(Supplier<Optional<Mongod>> find) {
            this.find = find;
        }

        synchronized Mongod get() {
            if (!looked) {
                found = find.get();
                looked = true;
                if (found.isEmpty()) {
                    // Build tools pass over the reason of a skipped class.
                    LoggerFactory.getLogger(Mongod.class).warn("Tests are skipped: {}", HOW_TO_GET_ONE);
                }
            }
            if (found.isEmpty() && "1".equals(System.getenv("EZWORKS_REQUIRE_MONGO"))) {
                throw new AssertionError(HOW_TO_GET_ONE);
            }
            Assumptions.assumeTrue(found.isPresent(), HOW_TO_GET_ONE);
            return found.orElseThrow();
        }
    }
}
