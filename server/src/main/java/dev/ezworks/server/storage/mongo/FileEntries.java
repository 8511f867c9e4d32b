package dev.ezworks.server.storage.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.currentTimestamp;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ReadConcern;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.ClientSession;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.files.AlreadyPublishedException;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.PreconditionFailedException;
import dev.ezworks.server.files.Published;
import dev.ezworks.server.files.StoredFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Changes entries of {@code files}, each by one compare-and-set: the entry is read, the precondition checked, and the
 * write happens only if nobody changed the entry in between; else {@link ChangedMeanwhileException}.
 */
final class FileEntries {
    private final MongoCollection<Document> entries;
    private final @Nullable ClientSession transaction;

    private FileEntries(MongoCollection<Document> entries, @Nullable ClientSession transaction) {
        this.entries = entries;
        this.transaction = transaction;
    }

    /** Each change by itself. */
    static FileEntries single(MongoCollection<Document> entries) {
        // What was read is confirmed by the write that builds on it, so it need not be a majority's yet. Who is refused
        // without a write is told what may not be: see FileStore.publish.
        return new FileEntries(entries.withReadConcern(ReadConcern.LOCAL), null);
    }

    /** All changes within this transaction. */
    static FileEntries within(ClientSession transaction, MongoCollection<Document> entries) {
        return new FileEntries(entries, transaction);
    }

    /** Makes this the current version and retires the one before. */
    Mono<Published> publish(Username owner, NewVersion file, Instant at) {
        return read(owner, file.name()).flatMap(found -> {
            Optional<StoredFile> before = found.flatMap(FileEntry::currentVersion);
            found.ifPresent(entry -> requireNew(file.content(), entry));
            require(file.precondition(), file.name(), before);
            long version = found.map(FileEntry::version).orElse(0L) + 1;
            StoredFile stored = FileEntry.stored(owner, file, version, at);
            List<Bson> changes = new ArrayList<>(List.of(
                    set(FileEntry.VERSION, version),
                    set(FileEntry.CURRENT, FileEntry.currentOf(stored)),
                    currentTimestamp(FileEntry.CHANGED_AT)));
            before.map(old -> retire(old.content(), at)).ifPresent(changes::add);
            return write(owner, file.name(), found, combine(changes))
                    .thenReturn(new Published(stored, before.isEmpty()));
        });
    }

    /** Removes the current version and retires it; completes with whether there was one. */
    Mono<Boolean> remove(Username owner, FileName name, Precondition precondition, Instant at) {
        return read(owner, name).flatMap(found -> {
            Optional<StoredFile> before = found.flatMap(FileEntry::currentVersion);
            if (before.isEmpty()) {
                return Mono.just(false);
            }
            require(precondition, name, before);
            Bson change = combine(
                    unset(FileEntry.CURRENT),
                    currentTimestamp(FileEntry.CHANGED_AT),
                    retire(before.get().content(), at));
            return write(owner, name, found, change).thenReturn(true);
        });
    }

    /** Sets or removes the mark if this version is the current one; completes with whether that changed anything. */
    Mono<Boolean> markDamaged(StoredFile version, boolean damaged) {
        String mark = FileEntry.current(FileEntry.DAMAGED);
        Bson change = combine(damaged ? set(mark, true) : unset(mark), currentTimestamp(FileEntry.CHANGED_AT));
        return Mono.from(entries.updateOne(and(isCurrentIn(version), exists(mark, !damaged)), change))
                .map(result -> result.getMatchedCount() == 1);
    }

    /** Whether this version is the current one. */
    Mono<Boolean> isCurrent(StoredFile version) {
        return Mono.from(entries.find(isCurrentIn(version))
                        .projection(include("_id"))
                        .first())
                .hasElement();
    }

    private static Bson isCurrentIn(StoredFile version) {
        return and(
                eq("_id", FileEntry.key(version.owner(), version.name())),
                eq(FileEntry.current(FileEntry.CONTENT), version.content().value()));
    }

    private static void requireNew(ContentId content, FileEntry entry) {
        boolean current = entry.currentVersion()
                .filter(file -> file.content().equals(content))
                .isPresent();
        if (current
                || entry.retiredContents().stream()
                        .anyMatch(retired -> retired.content().equals(content))) {
            throw new AlreadyPublishedException(content);
        }
    }

    private static void require(Precondition precondition, FileName name, Optional<StoredFile> before) {
        if (!precondition.holdsFor(before.map(StoredFile::sha256))) {
            throw new PreconditionFailedException(name);
        }
    }

    private static Bson retire(ContentId content, Instant at) {
        return push(FileEntry.RETIRED, FileEntry.retired(content, at));
    }

    private Mono<Optional<FileEntry>> read(Username owner, FileName name) {
        Bson filter = eq("_id", FileEntry.key(owner, name));
        return Mono.from((transaction == null ? entries.find(filter) : entries.find(transaction, filter)).first())
                .map(document -> Optional.of(new FileEntry(document)))
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<Void> write(Username owner, FileName name, Optional<FileEntry> before, Bson change) {
        Bson filter = and(eq("_id", FileEntry.key(owner, name)), unchanged(before));
        // An entry that did not exist is made; if it does by now, its key is taken.
        UpdateOptions options = new UpdateOptions().upsert(before.isEmpty());
        return Mono.from(
                        transaction == null
                                ? entries.updateOne(filter, change, options)
                                : entries.updateOne(transaction, filter, change, options))
                .onErrorMap(MongoFailures::isDuplicateKey, ChangedMeanwhileException::new)
                .filter(result -> result.getMatchedCount() == 1 || result.getUpsertedId() != null)
                .switchIfEmpty(Mono.error(ChangedMeanwhileException::new))
                .then();
    }

    /** No two states of an entry agree in both: versions count up, and a content is current at most once. */
    private static Bson unchanged(Optional<FileEntry> before) {
        return before.map(entry -> and(eq(FileEntry.VERSION, entry.version()), sameContent(entry)))
                .orElse(exists(FileEntry.VERSION, false));
    }

    private static Bson sameContent(FileEntry entry) {
        return entry.currentVersion()
                .map(current -> eq(
                        FileEntry.current(FileEntry.CONTENT), current.content().value()))
                .orElse(exists(FileEntry.CURRENT, false));
    }

    /** Somebody else changed the entry between reading and writing it. */
    static final class ChangedMeanwhileException extends RuntimeException {
        ChangedMeanwhileException() {
            super("the entry was changed meanwhile");
        }

        ChangedMeanwhileException(Throwable cause) {
            super("the entry was changed meanwhile", cause);
        }
    }
}
