package dev.ezworks.server.storage.mongo;

import static com.mongodb.client.model.Accumulators.max;
import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.pull;
import static dev.ezworks.server.storage.mongo.FileEntry.CHANGED_AT;
import static dev.ezworks.server.storage.mongo.FileEntry.CONTENT;
import static dev.ezworks.server.storage.mongo.FileEntry.CURRENT;
import static dev.ezworks.server.storage.mongo.FileEntry.NAME;
import static dev.ezworks.server.storage.mongo.FileEntry.OWNER;
import static dev.ezworks.server.storage.mongo.FileEntry.RETIRED;
import static dev.ezworks.server.storage.mongo.FileEntry.RETIRED_AT;
import static dev.ezworks.server.storage.mongo.FileEntry.UPLOADED_AT;
import static dev.ezworks.server.storage.mongo.FileEntry.current;
import static dev.ezworks.server.storage.mongo.FileEntry.retired;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.files.FileQuery;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.OperatorSummary;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.Published;
import dev.ezworks.server.files.RetiredContent;
import dev.ezworks.server.files.StoredFile;
import dev.ezworks.server.storage.mongo.FileEntries.ChangedMeanwhileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The catalogs in {@code files}, one document ({@link FileEntry}) for each owner and name. */
final class MongoFileStore implements FileStore {
    private static final int PAGE = 1000;
    private static final int OPERATORS_AT_ONCE = 200;

    private final MongoCollection<Document> files;
    private final FileEntries entries;
    private final Transactions transactions;
    private final CatalogTags tags;

    MongoFileStore(MongoClient client, MongoDatabase database) {
        this.files = database.getCollection("files");
        this.entries = FileEntries.single(files);
        this.transactions = new Transactions(client);
        this.tags = new CatalogTags(database, files);
    }

    Mono<Void> createIndexes() {
        IndexOptions sparse = new IndexOptions().sparse(true);
        return Mono.from(files.createIndexes(List.of(
                        // Listings and summaries; sparse, so that it holds current versions only.
                        new IndexModel(Indexes.ascending(current(OWNER), current(NAME), current(UPLOADED_AT)), sparse),
                        // Which content is in use.
                        new IndexModel(Indexes.ascending(current(CONTENT)), sparse),
                        new IndexModel(Indexes.ascending(retired(CONTENT)), sparse),
                        // What the sweep may delete.
                        new IndexModel(Indexes.ascending(retired(RETIRED_AT)), sparse),
                        // The newest change of a catalog, removals included.
                        new IndexModel(Indexes.compoundIndex(
                                Indexes.ascending("_id." + OWNER), Indexes.descending(CHANGED_AT))))))
                .then();
    }

    @Override
    public Mono<List<Published>> publish(Username owner, List<NewVersion> versions, Instant at) {
        Instant time = at.truncatedTo(ChronoUnit.MILLIS);
        Mono<List<Published>> published =
                versions.size() == 1 ? publishOne(owner, versions.get(0), time) : publishAll(owner, versions, time);
        return published
                .flatMap(result -> tags.noteChange(owner).thenReturn(result))
                .transform(MongoFailures::translate);
    }

    private Mono<List<Published>> publishOne(Username owner, NewVersion version, Instant at) {
        return untilUndisturbed(Mono.defer(() -> entries.publish(owner, version, at)))
                .map(List::of);
    }

    private Mono<List<Published>> publishAll(Username owner, List<NewVersion> versions, Instant at) {
        return transactions.run(session -> {
            FileEntries all = FileEntries.within(session, files);
            // One after another: a transaction takes one statement at a time.
            return Flux.fromIterable(versions)
                    .concatMap(version -> all.publish(owner, version, at))
                    .collectList();
        });
    }

    @Override
    public Mono<StoredFile> find(Username owner, FileName name) {
        return Mono.from(files.find(eq("_id", FileEntry.key(owner, name)))
                        .projection(include(CURRENT))
                        .first())
                .mapNotNull(document -> new FileEntry(document).currentVersion().orElse(null))
                .transform(MongoFailures::translate);
    }

    @Override
    public Flux<StoredFile> list(Username owner, FileQuery query) {
        FindPublisher<Document> found = files.find(
                        and(eq(current(OWNER), owner.value()), NameRange.filter(current(NAME), query)))
                .projection(include(CURRENT))
                .sort(ascending(current(NAME)))
                .batchSize((int) Math.min(PAGE, query.limit()));
        if (query.limit() <= Integer.MAX_VALUE) {
            found = found.limit((int) query.limit());
        }
        return Flux.from(found)
                .map(document -> new FileEntry(document).currentVersion().orElseThrow())
                .transform(MongoFailures::translate);
    }

    @Override
    public Mono<Boolean> remove(Username owner, FileName name, Precondition precondition, Instant at) {
        Instant time = at.truncatedTo(ChronoUnit.MILLIS);
        return untilUndisturbed(Mono.defer(() -> entries.remove(owner, name, precondition, time)))
                .flatMap(removed -> removed ? tags.noteChange(owner).thenReturn(true) : Mono.just(false))
                .transform(MongoFailures::translate);
    }

    /** Whoever is disturbed lost to somebody who got through: so all together come to an end. */
    private static <T> Mono<T> untilUndisturbed(Mono<T> change) {
        return change.retryWhen(Retry.indefinitely().filter(ChangedMeanwhileException.class::isInstance));
    }

    @Override
    public Mono<String> tag(Username owner) {
        return tags.tag(owner).transform(MongoFailures::translate);
    }

    @Override
    public Flux<OperatorSummary> summarize(Flux<Username> operators) {
        return operators
                .buffer(OPERATORS_AT_ONCE)
                .concatMap(some -> summaries(some)
                        .flatMapIterable(byOperator -> some.stream()
                                .map(operator -> summary(operator, byOperator.get(operator.value())))
                                .toList()));
    }

    private Mono<Map<String, Document>> summaries(List<Username> operators) {
        List<String> names = operators.stream().map(Username::value).toList();
        List<Bson> pipeline = List.of(
                match(in(current(OWNER), names)),
                group("$" + current(OWNER), sum("files", 1L), max("newest", "$" + current(UPLOADED_AT))));
        return Flux.from(files.aggregate(pipeline))
                .collectMap(group -> group.getString("_id"))
                .transform(MongoFailures::translate);
    }

    private static OperatorSummary summary(Username operator, @Nullable Document group) {
        return group == null
                ? new OperatorSummary(operator, 0, null)
                : new OperatorSummary(
                        operator,
                        group.getLong("files"),
                        group.getDate("newest").toInstant());
    }

    @Override
    public Flux<RetiredContent> retiredBefore(Instant instant) {
        return Flux.from(files.find(lt(retired(RETIRED_AT), Date.from(instant))).projection(include(RETIRED)))
                .flatMapIterable(document -> new FileEntry(document).retiredContents())
                .filter(retired -> retired.retiredAt().isBefore(instant))
                .transform(MongoFailures::translate);
    }

    @Override
    public Mono<Void> forget(RetiredContent retired) {
        return Mono.from(files.updateOne(
                        eq("_id", FileEntry.key(retired.owner(), retired.name())),
                        pull(RETIRED, eq(CONTENT, retired.content().value()))))
                .transform(MongoFailures::translate)
                .then();
    }

    @Override
    public Flux<StoredFile> versions(ContentId after, int limit) {
        return Flux.from(files.find(gt(current(CONTENT), after.value()))
                        .projection(include(CURRENT))
                        .sort(ascending(current(CONTENT)))
                        .limit(limit))
                .map(document -> new FileEntry(document).currentVersion().orElseThrow())
                .transform(MongoFailures::translate);
    }

    @Override
    public Mono<Boolean> markDamaged(StoredFile version, boolean damaged) {
        return entries.markDamaged(version, damaged)
                .flatMap(changed ->
                        changed ? tags.noteChange(version.owner()).thenReturn(true) : entries.isCurrent(version))
                .transform(MongoFailures::translate);
    }

    @Override
    public Mono<Boolean> refersTo(ContentId content) {
        return Mono.from(files.find(or(eq(current(CONTENT), content.value()), eq(retired(CONTENT), content.value())))
                        .projection(include("_id"))
                        .first())
                .hasElement()
                .transform(MongoFailures::translate);
    }
}
