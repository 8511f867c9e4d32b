package dev.ezworks.server.storage.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.session.Session;
import dev.ezworks.server.session.SessionStore;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import reactor.core.publisher.Mono;

/** {@code sessions}: one document each, named by the hash of the session id. */
final class MongoSessionStore implements SessionStore {
    private static final String ROLE = "role";
    private static final String USERNAME = "username";
    private static final String CREATED_AT = "createdAt";
    private static final String EXPIRES_AT = "expiresAt";

    private final MongoCollection<Document> sessions;

    MongoSessionStore(MongoDatabase database) {
        this.sessions = database.getCollection("sessions");
    }

    Mono<Void> createIndexes() {
        // MongoDB removes expired sessions by itself, also where no sweep runs.
        return Mono.from(sessions.createIndex(
                        Indexes.ascending(EXPIRES_AT), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS)))
                .then();
    }

    @Override
    public Mono<Void> create(Session session) {
        return Mono.from(sessions.insertOne(new Document("_id", session.sidHash())
                        .append(ROLE, session.role().id())
                        .append(USERNAME, session.username().value())
                        .append(CREATED_AT, Date.from(session.createdAt()))
                        .append(EXPIRES_AT, Date.from(session.expiresAt()))))
                .transform(MongoFailures::translate)
                .then();
    }

    @Override
    public Mono<Session> find(String sidHash) {
        return Mono.from(sessions.find(eq("_id", sidHash)).first())
                .map(MongoSessionStore::session)
                .transform(MongoFailures::translate);
    }

    @Override
    public Mono<Void> delete(String sidHash) {
        return Mono.from(sessions.deleteOne(eq("_id", sidHash)))
                .transform(MongoFailures::translate)
                .then();
    }

    @Override
    public Mono<Void> deleteExpired(Instant instant) {
        return Mono.from(sessions.deleteMany(lt(EXPIRES_AT, Date.from(instant))))
                .transform(MongoFailures::translate)
                .then();
    }

    private static Session session(Document document) {
        return new Session(
                document.getString("_id"),
                Role.of(document.getString(ROLE)).orElseThrow(),
                new Username(document.getString(USERNAME)),
                document.getDate(CREATED_AT).toInstant(),
                document.getDate(EXPIRES_AT).toInstant());
    }
}
