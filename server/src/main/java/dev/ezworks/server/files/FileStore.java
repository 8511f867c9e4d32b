package dev.ezworks.server.files;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the catalogs: one entry per owner and name, with the current version and the contents it retired. An owner
 * never sees another's.
 *
 * <p>A call has happened durably when it completes. A failure of the store is a
 * {@link dev.ezworks.server.content.StoreUnavailableException}.
 */
public interface FileStore {
    /**
     * Publishes versions of one owner in one atomic step: readers see all of the old versions or all of the new ones.
     * What a version replaces is retired at {@code at}. Version numbers go on after a removal.
     * All that was done to the versions' contents before is durable with it, at the latest.
     *
     * <p>Fails, and nothing is published, with {@link AlreadyPublishedException} if a name has a content already, as its
     * current version or a retired one: so of two who would finish the same upload one gets through. The version
     * that keeps the other one out may not be durable yet: {@link #refersTo} tells. With
     * {@link PreconditionFailedException} if a precondition does not hold, and with
     * {@link TransactionsNotSupportedException} if there is more than one file and the store cannot do several at once.
     *
     * @param files at least one, all with different names
     * @param at becomes {@link StoredFile#uploadedAt}, cut to milliseconds
     * @return what was published, in the order given
     */
    Mono<List<Published>> publish(Username owner, List<NewVersion> files, Instant at);

    /** The current version; empty if the name has none. */
    Mono<StoredFile> find(Username owner, FileName name);

    /** The current versions, ordered by the names' UTF-8 bytes. Each is consistent in itself; the list is no snapshot. */
    Flux<StoredFile> list(Username owner, FileQuery query);

    /**
     * Removes the current version and retires its content at {@code at}.
     *
     * <p>Fails with {@link PreconditionFailedException}, and nothing is removed, if the precondition does not hold of
     * an existing version.
     *
     * @return whether there was one
     */
    Mono<Boolean> remove(Username owner, FileName name, Precondition precondition, Instant at);

    /**
     * A tag of the owner's catalog that is another one after every completed publish, remove and change of a mark. Never empty; an owner
     * without files has one too. At most 64 characters out of {@code [0-9a-zA-Z.-]}.
     */
    Mono<String> tag(Username owner);

    /** Every operator given here that has files, in the order given, with how many; those without files with 0. */
    Flux<OperatorSummary> summarize(Flux<Username> operators);

    /** Content retired before this instant, in no order. */
    Flux<RetiredContent> retiredBefore(Instant instant);

    /** Forgets retired content, after it was deleted. Forgetting it again does nothing. */
    Mono<Void> forget(RetiredContent retired);

    /**
     * Current versions of all owners, ordered by the values of their content ids.
     *
     * @param after only those whose content comes after this; {@link ContentId#NONE} for the first ones
     * @param limit how many at most
     */
    Flux<StoredFile> versions(ContentId after, int limit);

    /**
     * Marks a version as damaged, or takes the mark away. The catalog's {@link #tag} is another one after the mark has
     * changed. The mark ends with the version: what replaces it is published without one.
     *
     * @return whether this is still the current version; else nothing is changed
     */
    Mono<Boolean> markDamaged(StoredFile version, boolean damaged);

    /** Whether any entry refers to this content, as its current version or as retired, durably. */
    Mono<Boolean> refersTo(ContentId content);
}
