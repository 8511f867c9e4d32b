package dev.ezworks.server.storage.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.reactivestreams.client.ClientSession;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.server.content.ContentDescription;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.OffsetMismatchException;
import dev.ezworks.server.content.StaleClaimException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code contents}: what state each content is in, who may write to it and until when it is kept. Every step of a
 * content's life is one compare-and-set on its document, so of two that exclude each other one is refused.
 *
 * <p>{@code size} is how many bytes are surely there. While an append is under way {@code writing} is its epoch, and
 * there may be more; a claim then looks at the chunks. While chunks are cut to the size {@code writing} says that, and
 * what is beyond no longer counts; a claim goes on with it. {@code leaseUntil} is absent once content is settled, so that
 * the index of leases holds only what the sweep has to look at.
 */
final class ContentMarkers {
    /** The epoch of who created the content: nobody has ever claimed it. */
    static final long FIRST_EPOCH = 1;

    /** Stands for an append that does not exist. */
    static final long NOBODY = 0;

    /** Stands in an append's place while what lies beyond the size is being removed. */
    static final long CUTTING = -1;

    private static final String EPOCH = "epoch";
    private static final String STATE = "state";
    private static final String SIZE = "size";
    private static final String WRITING = "writing";
    private static final String LEASE_MILLIS = "leaseMillis";
    private static final String LEASE_UNTIL = "leaseUntil";
    private static final String DESCRIPTION = "description";

    private final MongoCollection<Document> markers;
    // For what a later durable write confirms, or the next claim finds out again from the chunks: no wait for the disk.
    private final MongoCollection<Document> hints;
    private final Clock clock;

    ContentMarkers(MongoDatabase database, Clock clock) {
        // Whoever is refused is told why by what is there now, not by what a majority had a moment ago.
        this.markers = database.getCollection("contents").withReadConcern(ReadConcern.LOCAL);
        this.hints = markers.withWriteConcern(WriteConcern.W1);
        this.clock = clock;
    }

    Mono<Void> createIndexes() {
        return Mono.from(markers.createIndex(Indexes.ascending(LEASE_UNTIL), new IndexOptions().sparse(true)))
                .then();
    }

    Mono<Marker> create(ContentId id, Duration lease) {
        Marker marker = new Marker(FIRST_EPOCH, ContentState.OPEN, 0, NOBODY);
        Document document = new Document("_id", id.value())
                .append(EPOCH, marker.epoch())
                .append(STATE, marker.state().word())
                .append(SIZE, marker.size())
                .append(LEASE_MILLIS, lease.toMillis())
                .append(LEASE_UNTIL, Date.from(now().plus(lease)));
        return Mono.from(markers.insertOne(document)).thenReturn(marker);
    }

    /** Raises the epoch: from here on every step with an older one is refused. */
    Mono<Marker> claim(ContentId id, Duration lease) {
        return claim(unsettled(id), lease).switchIfEmpty(Mono.error(() -> new NoSuchContentException(id)));
    }

    /** Like {@link #claim(ContentId, Duration)}, unless more is surely there than up to this offset. */
    Mono<Marker> claim(ContentId id, Duration lease, long offset) {
        return claim(and(unsettled(id), lte(SIZE, offset)), lease)
                .switchIfEmpty(Mono.defer(() -> requireUnsettled(id))
                        .flatMap(marker -> Mono.error(new OffsetMismatchException(id, offset, marker.size()))));
    }

    /** Like {@link #claim(ContentId, Duration)}, if the lease has ended; empty if it has not. */
    Mono<Marker> claimExpired(ContentId id, Duration lease) {
        return claim(and(unsettled(id), lt(LEASE_UNTIL, Date.from(now()))), lease)
                .switchIfEmpty(Mono.defer(() -> requireUnsettled(id)).then(Mono.empty()));
    }

    private Mono<Marker> claim(Bson content, Duration lease) {
        return Mono.from(markers.findOneAndUpdate(
                        content,
                        combine(
                                inc(EPOCH, 1L),
                                set(LEASE_MILLIS, lease.toMillis()),
                                set(LEASE_UNTIL, Date.from(now().plus(lease)))),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
                .map(Marker::of);
    }

    private Mono<Marker> requireUnsettled(ContentId id) {
        return Mono.from(markers.find(unsettled(id)).first())
                .map(Marker::of)
                .switchIfEmpty(Mono.error(() -> new NoSuchContentException(id)));
    }

    /**
     * An append begins at this size. Durable before its first chunk is: after an election the chunks may be there, and
     * nothing else would tell that somebody had begun to write them.
     */
    Mono<Void> beginAppend(ContentId id, long epoch, long offset) {
        return step(
                markers,
                and(open(id, epoch), eq(SIZE, offset), exists(WRITING, false)),
                List.of(new Document("$set", renewed().append(WRITING, epoch))),
                refusal(id, epoch, offset));
    }

    /** The append under way has stored this much. */
    Mono<Void> noteProgress(ContentId id, long epoch, long size) {
        return step(
                hints,
                and(open(id, epoch), eq(WRITING, epoch)),
                List.of(new Document("$set", renewed().append(SIZE, size))),
                refusal(id, epoch));
    }

    /**
     * Whatever append was under way has come this far, and what lies beyond no longer counts. Durable, since the next one
     * is told this size.
     */
    Mono<Void> beginCut(ContentId id, long epoch, long size) {
        return beginCut(open(id, epoch), size, refusal(id, epoch));
    }

    /** What lies beyond this size no longer counts; refused where there is less, or an append under way. */
    Mono<Void> beginTruncation(ContentId id, long epoch, long size) {
        return beginCut(
                and(open(id, epoch), gte(SIZE, size), exists(WRITING, false)),
                size,
                refuse(
                        id,
                        epoch,
                        marker -> marker.size() < size
                                ? new OffsetMismatchException(id, size, marker.size())
                                : new StaleClaimException(id)));
    }

    private Mono<Void> beginCut(Bson content, long size, Mono<Void> refusal) {
        return step(
                markers,
                content,
                List.of(new Document("$set", renewed().append(SIZE, size).append(WRITING, CUTTING))),
                refusal);
    }

    /**
     * No append, or cut, is under way any more, and this is the size exactly. Should a crash of the database undo it, the
     * chunks still tell.
     */
    Mono<Void> endAppend(ContentId id, long epoch, long size) {
        return step(
                hints,
                open(id, epoch),
                List.of(new Document("$set", renewed().append(SIZE, size)), new Document("$unset", WRITING)),
                refusal(id, epoch));
    }

    /** Nothing is added any more. Keeps the description, so that whoever claims the content can finish sealing it. */
    Mono<Void> seal(ContentId id, long epoch, ContentDescription description) {
        Document sealed = renewed()
                .append(STATE, ContentState.SEALED.word())
                // Literally: a file name may begin with a dollar sign.
                .append(DESCRIPTION, new Document("$literal", GridFsFiles.describe(description)));
        return step(
                markers,
                and(open(id, epoch), eq(SIZE, description.length()), exists(WRITING, false)),
                List.of(new Document("$set", sealed)),
                refusal(id, epoch, description.length()));
    }

    Mono<Void> renew(ContentId id, long epoch) {
        return step(
                markers,
                and(unsettled(id), eq(EPOCH, epoch)),
                List.of(new Document("$set", renewed())),
                refusal(id, epoch));
    }

    /** Like {@link #renew}, and refused where the content is sealed. */
    Mono<Void> renewOpen(ContentId id, long epoch) {
        return step(markers, open(id, epoch), List.of(new Document("$set", renewed())), refusal(id, epoch));
    }

    Mono<Void> settle(ContentId id, long epoch) {
        Bson sealed = and(
                eq("_id", id.value()),
                eq(EPOCH, epoch),
                in(STATE, ContentState.SEALED.word(), ContentState.SETTLED.word()));
        return Mono.from(markers.updateOne(
                        sealed,
                        combine(set(STATE, ContentState.SETTLED.word()), unset(LEASE_UNTIL), unset(DESCRIPTION))))
                .flatMap(result -> result.getMatchedCount() == 1
                        ? Mono.empty()
                        : refuse(id, epoch, marker -> new NoSuchContentException(id)));
    }

    /** Content is about to be deleted: nobody may write to it any more, and if we fail now the sweep finds it. */
    Mono<Void> markDeleted(ContentId id) {
        return Mono.from(markers.updateOne(
                        eq("_id", id.value()),
                        combine(
                                set(STATE, ContentState.DELETED.word()),
                                inc(EPOCH, 1L),
                                set(LEASE_UNTIL, Date.from(now())))))
                .then();
    }

    Mono<Void> remove(ContentId id) {
        return Mono.from(markers.deleteOne(eq("_id", id.value()))).then();
    }

    /** The marker; empty if there is none. */
    Mono<Marker> find(ContentId id) {
        return Mono.from(markers.find(eq("_id", id.value())).first()).map(Marker::of);
    }

    /** The marker of unfinished content, unless the claim has been overtaken. */
    Mono<Marker> requireOpen(ContentId id, long epoch) {
        return requireOpen(markers.find(eq("_id", id.value())), id, epoch);
    }

    /** Like {@link #requireOpen(ContentId, long)}; the session has seen then all that was written before. */
    Mono<Marker> requireOpen(ClientSession session, ContentId id, long epoch) {
        return requireOpen(markers.find(session, eq("_id", id.value())), id, epoch);
    }

    private static Mono<Marker> requireOpen(FindPublisher<Document> marker, ContentId id, long epoch) {
        return Mono.from(marker.first())
                .map(Marker::of)
                .filter(found -> found.state() != ContentState.DELETED)
                .switchIfEmpty(Mono.error(() -> new NoSuchContentException(id)))
                .flatMap(found -> found.epoch() == epoch && found.state() == ContentState.OPEN
                        ? Mono.just(found)
                        : Mono.error(reason(id, epoch, found, open -> new StaleClaimException(id))));
    }

    /** What sealed content was described as. */
    Mono<ContentDescription> description(ContentId id) {
        return Mono.from(markers.find(eq("_id", id.value())).first())
                .mapNotNull(document -> document.get(DESCRIPTION, Document.class))
                .map(GridFsFiles::description);
    }

    Flux<ContentId> expired() {
        return Flux.from(markers.find(lt(LEASE_UNTIL, Date.from(now()))).projection(include("_id")))
                .map(document -> new ContentId(document.getString("_id")));
    }

    private static Mono<Void> step(
            MongoCollection<Document> markers, Bson filter, List<Document> change, Mono<Void> refusal) {
        return Mono.from(markers.updateOne(filter, new ArrayList<>(change)))
                .flatMap(result -> result.getMatchedCount() == 1 ? Mono.empty() : refusal);
    }

    private static Bson unsettled(ContentId id) {
        return and(eq("_id", id.value()), in(STATE, ContentState.OPEN.word(), ContentState.SEALED.word()));
    }

    private static Bson open(ContentId id, long epoch) {
        return and(eq("_id", id.value()), eq(EPOCH, epoch), eq(STATE, ContentState.OPEN.word()));
    }

    /** Fields of a pipeline update that renew the lease for the time kept in the document. */
    private Document renewed() {
        return new Document(LEASE_UNTIL, new Document("$add", List.of(Date.from(now()), "$" + LEASE_MILLIS)));
    }

    private Mono<Void> refusal(ContentId id, long epoch) {
        return refuse(id, epoch, marker -> new StaleClaimException(id));
    }

    private Mono<Void> refusal(ContentId id, long epoch, long expectedSize) {
        return refuse(
                id,
                epoch,
                marker -> marker.size() == expectedSize
                        // Another append of the same claim is under way, or was and nobody knows how it ended.
                        ? new StaleClaimException(id)
                        : new OffsetMismatchException(id, expectedSize, marker.size()));
    }

    private Mono<Void> refuse(ContentId id, long epoch, Function<Marker, RuntimeException> ofOpenContent) {
        return find(id).filter(marker -> marker.state() != ContentState.DELETED)
                .switchIfEmpty(Mono.error(() -> new NoSuchContentException(id)))
                .flatMap(marker -> Mono.<Void>error(reason(id, epoch, marker, ofOpenContent)));
    }

    private static RuntimeException reason(
            ContentId id, long epoch, Marker marker, Function<Marker, RuntimeException> ofOpenContent) {
        if (marker.epoch() != epoch) {
            return new StaleClaimException(id);
        }
        return marker.state() == ContentState.OPEN ? ofOpenContent.apply(marker) : new NoSuchContentException(id);
    }

    private Instant now() {
        return clock.instant();
    }

    /** Where content is in its life. */
    enum ContentState {
        OPEN,
        SEALED,
        SETTLED,
        DELETED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static ContentState of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What a content's document says.
     *
     * @param size bytes that are surely there
     * @param writing epoch of the append that is under way, or was when its writer failed; {@link ContentMarkers#NOBODY} if none is,
     *     {@link ContentMarkers#CUTTING} if what lies beyond the size is being removed
     */
    record Marker(long epoch, ContentState state, long size, long writing) {
        static Marker of(Document document) {
            return new Marker(
                    document.getLong(EPOCH),
                    ContentState.of(document.getString(STATE)),
                    document.getLong(SIZE),
                    document.get(WRITING, NOBODY));
        }
    }
}
