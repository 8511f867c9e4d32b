package dev.ezworks.server.storage.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.uploads.NoSuchUploadException;
import dev.ezworks.server.uploads.Upload;
import dev.ezworks.server.uploads.UploadId;
import dev.ezworks.server.uploads.UploadStore;
import dev.ezworks.server.uploads.UploadTakenOverException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import reactor.core.publisher.Mono;

/** {@code uploads}: one document each. {@code writer} is the epoch of who entered last. */
final class MongoUploadStore implements UploadStore {
    private static final String OWNER = "owner";
    private static final String NAME = "name";
    private static final String CONTENT_TYPE = "contentType";
    private static final String METADATA = "metadata";
    private static final String ONLY_NEW = "onlyNew";
    private static final String CONTENT = "content";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String LENGTH = "length";
    private static final String EXPECTED = "expected";
    private static final String UNVERIFIED_FROM = "unverifiedFrom";
    private static final String DIGEST = "digest";
    private static final String UNFINISHED = "unfinished";
    private static final String WRITER = "writer";

    private final MongoCollection<Document> uploads;

    MongoUploadStore(MongoDatabase database) {
        this.uploads = database.getCollection("uploads");
    }

    Mono<Void> createIndexes() {
        return Mono.from(uploads.createIndexes(List.of(
                        // MongoDB removes expired uploads by itself, also where no sweep runs.
                        new IndexModel(
                                Indexes.ascending(EXPIRES_AT), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS)),
                        new IndexModel(
                                Indexes.ascending(OWNER, EXPIRES_AT),
                                new IndexOptions().partialFilterExpression(eq(UNFINISHED, true))))))
                .then();
    }

    @Override
    public Mono<Void> create(Upload upload) {
        Document document = new Document("_id", upload.id().value())
                .append(OWNER, upload.owner().value())
                .append(NAME, upload.name().value())
                .append(CONTENT_TYPE, upload.contentType())
                .append(METADATA, upload.metadata())
                .append(ONLY_NEW, upload.onlyNew())
                .append(CONTENT, upload.content().value())
                .append(EXPIRES_AT, Date.from(upload.expiresAt()))
                .append(UNFINISHED, true)
                .append(WRITER, 0L);
        upload.length().ifPresent(length -> document.append(LENGTH, length));
        upload.expected().ifPresent(digest -> document.append(EXPECTED, new Binary(digest.bytes())));
        return Mono.from(uploads.insertOne(document))
                .transform(MongoFailures::translate)
                .then();
    }

    @Override
    public Mono<Upload> find(UploadId id) {
        return Mono.from(uploads.find(eq("_id", id.value())).first())
                .map(MongoUploadStore::upload)
                .transform(MongoFailures::translate);
    }

    private static Upload upload(Document document) {
        return new Upload(
                new UploadId(document.getString("_id")),
                new Username(document.getString(OWNER)),
                FileName.of(document.getString(NAME)),
                document.getString(CONTENT_TYPE),
                document.getString(METADATA),
                document.getBoolean(ONLY_NEW),
                new ContentId(document.getString(CONTENT)),
                document.getDate(EXPIRES_AT).toInstant(),
                Optional.ofNullable(document.getLong(LENGTH)),
                digest(document, EXPECTED),
                Optional.ofNullable(document.getLong(UNVERIFIED_FROM)),
                digest(document, DIGEST),
                !document.getBoolean(UNFINISHED, false));
    }

    private static Optional<Sha256> digest(Document document, String field) {
        return Optional.ofNullable(document.get(field, Binary.class)).map(binary -> Sha256.ofBytes(binary.getData()));
    }

    @Override
    public Mono<Long> countUnfinished(Username owner, Instant at) {
        return Mono.from(uploads.countDocuments(
                        and(eq(OWNER, owner.value()), gte(EXPIRES_AT, Date.from(at)), eq(UNFINISHED, true))))
                .transform(MongoFailures::translate);
    }

    @Override
    public Mono<Void> enter(UploadId id, long epoch, Entry entry) {
        List<Bson> changes =
                new ArrayList<>(List.of(set(WRITER, epoch), set(EXPIRES_AT, Date.from(entry.expiresAt()))));
        entry.length().ifPresent(length -> changes.add(set(LENGTH, length)));
        entry.expected().ifPresent(digest -> changes.add(set(EXPECTED, new Binary(digest.bytes()))));
        changes.add(
                entry.unverifiedFrom().map(from -> set(UNVERIFIED_FROM, from)).orElse(unset(UNVERIFIED_FROM)));
        if (entry.adding()) {
            changes.add(unset(DIGEST));
        }
        return change(id, and(eq("_id", id.value()), lt(WRITER, epoch)), combine(changes));
    }

    @Override
    public Mono<Void> verified(UploadId id, long epoch) {
        return change(id, writtenBy(id, epoch), unset(UNVERIFIED_FROM));
    }

    @Override
    public Mono<Void> arrived(UploadId id, long epoch, Sha256 digest) {
        return change(id, writtenBy(id, epoch), set(DIGEST, new Binary(digest.bytes())));
    }

    @Override
    public Mono<Void> published(UploadId id) {
        return Mono.from(uploads.updateOne(eq("_id", id.value()), set(UNFINISHED, false)))
                .transform(MongoFailures::translate)
                .then();
    }

    @Override
    public Mono<Void> extend(UploadId id, Instant expiresAt) {
        return Mono.from(uploads.updateOne(eq("_id", id.value()), set(EXPIRES_AT, Date.from(expiresAt))))
                .transform(MongoFailures::translate)
                .then();
    }

    @Override
    public Mono<Void> drop(UploadId id, long epoch) {
        return Mono.from(uploads.deleteOne(and(eq("_id", id.value()), lte(WRITER, epoch), exists(DIGEST, false))))
                .flatMap(result -> result.getDeletedCount() == 1 ? Mono.empty() : refuse(id))
                .then()
                .transform(MongoFailures::translate);
    }

    private static Bson writtenBy(UploadId id, long epoch) {
        return and(eq("_id", id.value()), eq(WRITER, epoch));
    }

    private Mono<Void> change(UploadId id, Bson filter, Bson change) {
        return Mono.from(uploads.updateOne(filter, change))
                .flatMap(result -> result.getMatchedCount() == 1 ? Mono.empty() : refuse(id))
                .then()
                .transform(MongoFailures::translate);
    }

    private Mono<Void> refuse(UploadId id) {
        return Mono.from(uploads.find(eq("_id", id.value())).first())
                .hasElement()
                .flatMap(exists -> Mono.error(exists ? new UploadTakenOverException() : new NoSuchUploadException()));
    }

    @Override
    public Mono<Void> delete(UploadId id) {
        return Mono.from(uploads.deleteOne(eq("_id", id.value())))
                .transform(MongoFailures::translate)
                .then();
    }

    @Override
    public Mono<Void> deleteExpired(Instant instant) {
        return Mono.from(uploads.deleteMany(lt(EXPIRES_AT, Date.from(instant))))
                .transform(MongoFailures::translate)
                .then();
    }
}
