package dev.ezworks.server.storage.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.maintenance.ScrubClaim;
import dev.ezworks.server.maintenance.ScrubProgress;
import dev.ezworks.server.maintenance.ScrubStore;
import dev.ezworks.server.maintenance.ScrubTakenOverException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Mono;

/** {@code maintenance}: one document, which says how far the scrub is and until when its last claim keeps others away. */
final class MongoScrubStore implements ScrubStore {
    private static final Bson SCRUB = eq("_id", "scrub");
    private static final String EPOCH = "epoch";
    private static final String LEASE_UNTIL = "leaseUntil";
    private static final String POSITION = "position";
    private static final String COMPLETED_AT = "completedAt";

    private final MongoCollection<Document> maintenance;
    private final Clock clock;

    MongoScrubStore(MongoDatabase database, Clock clock) {
        this.maintenance = database.getCollection("maintenance");
        this.clock = clock;
    }

    @Override
    public Mono<ScrubProgress> progress() {
        return Mono.from(maintenance.find(SCRUB).first())
                .map(MongoScrubStore::progress)
                .defaultIfEmpty(ScrubProgress.NEVER)
                .transform(MongoFailures::translate);
    }

    @Override
    public Mono<ScrubClaim> claim(Duration lease) {
        return Mono.defer(() -> change(
                        and(SCRUB, lte(LEASE_UNTIL, Date.from(clock.instant()))),
                        combine(
                                raise(lease),
                                setOnInsert(POSITION, ContentId.NONE.value()),
                                setOnInsert(COMPLETED_AT, Date.from(Instant.EPOCH)))))
                // It is there, and its lease has not ended.
                .onErrorResume(MongoFailures::isDuplicateKey, e -> Mono.empty())
                .transform(MongoFailures::translate);
    }

    @Override
    public Mono<ScrubClaim> takeOver(Duration lease) {
        return Mono.defer(() -> change(
                        SCRUB,
                        combine(
                                raise(lease),
                                set(POSITION, ContentId.NONE.value()),
                                setOnInsert(COMPLETED_AT, Date.from(Instant.EPOCH)))))
                .transform(MongoFailures::translate);
    }

    private Bson raise(Duration lease) {
        return combine(inc(EPOCH, 1L), leaseFor(lease));
    }

    private Mono<ScrubClaim> change(Bson filter, Bson change) {
        return Mono.from(maintenance.findOneAndUpdate(
                        filter,
                        change,
                        new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER)))
                .map(document -> new ScrubClaim(document.getLong(EPOCH), progress(document)));
    }

    @Override
    public Mono<Void> advance(long epoch, ContentId position, Duration lease) {
        return Mono.defer(() -> step(epoch, combine(set(POSITION, position.value()), leaseFor(lease))));
    }

    @Override
    public Mono<Void> complete(long epoch, Instant at) {
        return Mono.defer(() -> step(
                epoch,
                combine(
                        set(POSITION, ContentId.NONE.value()),
                        set(COMPLETED_AT, Date.from(at)),
                        leaseFor(Duration.ZERO))));
    }

    private Bson leaseFor(Duration lease) {
        return set(LEASE_UNTIL, Date.from(clock.instant().plus(lease)));
    }

    private Mono<Void> step(long epoch, Bson change) {
        return Mono.from(maintenance.updateOne(and(SCRUB, eq(EPOCH, epoch)), change))
                .filter(result -> result.getMatchedCount() == 1)
                .switchIfEmpty(Mono.error(ScrubTakenOverException::new))
                .then()
                .transform(MongoFailures::translate);
    }

    private static ScrubProgress progress(Document document) {
        return new ScrubProgress(
                new ContentId(document.getString(POSITION)),
                document.getDate(COMPLETED_AT).toInstant());
    }
}
