package dev.ezworks.server.storage.mongo;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.connection.ServerDescription;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.maintenance.ScrubStore;
import dev.ezworks.server.session.SessionStore;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.uploads.UploadStore;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Everything kept in one MongoDB database: a single server, a replica set, a sharded cluster or Atlas. */
public final class MongoStore implements AutoCloseable {
    private final MongoSettings settings;
    private final MongoClient client;
    private final MongoDatabase database;
    private final MongoContentStore contents;
    private final MongoFileStore files;
    private final MongoUploadStore uploads;
    private final MongoAccountStore accounts;
    private final MongoSessionStore sessions;
    private final MongoScrubStore scrub;

    private MongoStore(MongoSettings settings, BufferBudget budget, Clock clock) {
        this(settings, MongoClients.create(settings.client()), budget, clock);
    }

    /** @param client made of the settings; is closed with the store */
    MongoStore(MongoSettings settings, MongoClient client, BufferBudget budget, Clock clock) {
        this.settings = settings;
        this.client = client;
        this.database = client.getDatabase(settings.database());
        this.contents = new MongoContentStore(client, database, settings.contentPreference(), budget, clock);
        this.files = new MongoFileStore(client, database);
        this.uploads = new MongoUploadStore(database);
        this.accounts = new MongoAccountStore(database);
        this.sessions = new MongoSessionStore(database);
        this.scrub = new MongoScrubStore(database, clock);
    }

    /**
     * Connects, and makes the indexes that are missing.
     *
     * @param connectionString of any kind that MongoDB knows; without a database in it, {@code EzWorksDb} is used
     * @param budget what contents on their way out, and messages to and from MongoDB, take their memory from
     * @param clock by which leases end
     * @return the store; fails with {@link MongoStoreException} if MongoDB cannot be used
     */
    public static Mono<MongoStore> open(String connectionString, BufferBudget budget, Clock clock) {
        return Mono.fromCallable(() -> new MongoStore(MongoSettings.parse(connectionString), budget, clock))
                // Names of clusters are looked up in DNS, which blocks.
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(store -> store.prepare()
                        .thenReturn(store)
                        .doOnError(e -> store.close())
                        .doOnCancel(store::close));
    }

    /** Files' bytes. */
    public ContentStore contents() {
        return contents;
    }

    /** The catalogs. */
    public FileStore files() {
        return files;
    }

    /** Resumable uploads, without their bytes. */
    public UploadStore uploads() {
        return uploads;
    }

    /** Accounts. */
    public AccountStore accounts() {
        return accounts;
    }

    /** Sessions. */
    public SessionStore sessions() {
        return sessions;
    }

    /** How far the scrub is. */
    public ScrubStore scrub() {
        return scrub;
    }

    /** Completes if MongoDB has a primary that answers, else fails with a {@code StoreUnavailableException}. */
    public Mono<Void> ping() {
        return Mono.from(database.runCommand(new Document("ping", 1))).then().transform(MongoFailures::translate);
    }

    /** Where the data is, for people: hosts and database, without user and password. */
    public String location() {
        return settings.location();
    }

    /** Closes the connections. What is under way fails. */
    @Override
    public void close() {
        client.close();
    }

    private Mono<Void> prepare() {
        return Mono.from(database.runCommand(new Document("ping", 1)))
                .timeout(settings.startTimeout())
                .then(Mono.defer(this::createIndexes))
                .onErrorMap(TimeoutException.class, this::unreachable)
                // The driver's own patience may end first.
                .onErrorMap(MongoTimeoutException.class, this::unreachable)
                .onErrorMap(MongoException.class, this::unusable);
    }

    private Mono<Void> createIndexes() {
        return Mono.when(
                contents.createIndexes(),
                files.createIndexes(),
                uploads.createIndexes(),
                accounts.createIndexes(),
                sessions.createIndexes());
    }

    private MongoStoreException unreachable(Throwable failure) {
        return new MongoStoreException(
                "MongoDB does not answer at " + settings.hosts() + reasons()
                        + ": start it, or mend MONGO_CONNECTION_STRING",
                failure);
    }

    /** What the driver met when it tried each server. */
    private String reasons() {
        String reasons = client.getClusterDescription().getServerDescriptions().stream()
                .map(ServerDescription::getException)
                .filter(Objects::nonNull)
                .map(failure -> root(failure).getMessage())
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("; "));
        return reasons.isEmpty() ? "" : " (" + reasons + ")";
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (@Nullable Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }

    private MongoStoreException unusable(MongoException failure) {
        return new MongoStoreException(mend(failure), failure);
    }

    private String mend(MongoException failure) {
        if (failure instanceof MongoSecurityException) {
            return "MongoDB at " + settings.hosts()
                    + " does not accept the user or password: mend them in MONGO_CONNECTION_STRING (special characters"
                    + " as %3A, %2F, %40 and the like; authSource names the database that knows the user)";
        }
        if (failure.getCode() == 13) {
            return "the MongoDB user may not make indexes in the database " + settings.database()
                    + ": give it the role readWrite there";
        }
        return "MongoDB at " + settings.hosts() + " cannot be used: " + failure.getMessage();
    }
}
