package dev.ezworks.server.storage.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Projections.excludeId;
import static com.mongodb.client.model.Projections.fields;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.inc;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.api.Username;
import org.bson.BsonTimestamp;
import org.bson.Document;
import reactor.core.publisher.Mono;

/**
 * Tags of catalogs: a counter of the owner's changes ({@code catalogs}), raised between a change and its
 * acknowledgement, and the database's time of the newest change. The counter tells apart what happened at one time or
 * on a clock set back; the time also shows a change whose server failed before it raised the counter.
 */
final class CatalogTags {
    private static final String CHANGES = "changes";
    private static final String OWNER = "_id." + FileEntry.OWNER;

    private final MongoCollection<Document> catalogs;
    private final MongoCollection<Document> entries;

    CatalogTags(MongoDatabase database, MongoCollection<Document> entries) {
        // Should a crash of the database undo the newest count, the time of the change is still another one: so nothing
        // waits for the disk here, and the count is read as it is.
        this.catalogs = database.getCollection("catalogs")
                .withWriteConcern(WriteConcern.W1)
                .withReadConcern(ReadConcern.LOCAL);
        this.entries = entries;
    }

    Mono<Void> noteChange(Username owner) {
        return Mono.from(catalogs.updateOne(
                        eq("_id", owner.value()), inc(CHANGES, 1L), new UpdateOptions().upsert(true)))
                .then();
    }

    Mono<String> tag(Username owner) {
        return Mono.zip(
                changes(owner),
                newestChange(owner),
                (changes, newest) -> Long.toHexString(changes) + "-" + Long.toHexString(newest));
    }

    private Mono<Long> changes(Username owner) {
        return Mono.from(catalogs.find(eq("_id", owner.value())).first())
                .map(catalog -> catalog.getLong(CHANGES))
                .defaultIfEmpty(0L);
    }

    private Mono<Long> newestChange(Username owner) {
        return Mono.from(entries.find(eq(OWNER, owner.value()))
                        .projection(fields(include(FileEntry.CHANGED_AT), excludeId()))
                        .sort(descending(FileEntry.CHANGED_AT))
                        .first())
                .map(entry ->
                        entry.get(FileEntry.CHANGED_AT, BsonTimestamp.class).getValue())
                .defaultIfEmpty(0L);
    }
}
