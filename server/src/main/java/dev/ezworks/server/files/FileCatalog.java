package dev.ezworks.server.files;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.DamagedContentException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The catalogs of all operators: what is in them, and how it changes. */
public final class FileCatalog {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final FileStore files;
    private final AccountStore accounts;
    private final Clock clock;
    private final CatalogWatch watch;

    public FileCatalog(FileStore files, AccountStore accounts, Clock clock) {
        this(files, accounts, clock, LOOK_EVERY);
    }

    /** @param lookEvery how often the store is asked, for who waits, what other servers have changed */
    FileCatalog(FileStore files, AccountStore accounts, Clock clock, Duration lookEvery) {
        this.files = files;
        this.accounts = accounts;
        this.clock = clock;
        this.watch = new CatalogWatch(files, lookEvery);
    }

    /** Publishes new versions, as {@link FileStore#publish} does, now. */
    public Mono<List<Published>> publish(Username owner, List<NewVersion> versions) {
        return files.publish(owner, versions, clock.instant()).doOnSuccess(published -> watch.changed(owner));
    }

    /** Whether this content was published, see {@link FileStore#refersTo}. */
    public Mono<Boolean> refersTo(ContentId content) {
        return files.refersTo(content);
    }

    /**
     * The current version. Fails with {@link NoSuchFileException}, or with {@link NoSuchOperatorException} if there is
     * no such operator at all.
     */
    public Mono<StoredFile> find(Username owner, FileName name) {
        return files.find(owner, name)
                .switchIfEmpty(Mono.defer(
                        () -> requireOperator(owner).then(Mono.error(() -> new NoSuchFileException(owner, name)))));
    }

    /**
     * The current version, to read its bytes. Fails as {@link #find} does, and with {@link DamagedContentException} if
     * it is marked as damaged.
     */
    public Mono<StoredFile> readable(Username owner, FileName name) {
        return find(owner, name).doOnNext(file -> {
            if (file.damaged()) {
                throw new DamagedContentException(file.content(), "a check has found it so");
            }
        });
    }

    /** Whether the precondition holds at this moment, to refuse in time what {@link #publish} would refuse in the end. */
    public Mono<Boolean> holds(Username owner, FileName name, Precondition precondition) {
        return files.find(owner, name)
                .map(file -> precondition.holdsFor(Optional.of(file.sha256())))
                .switchIfEmpty(Mono.fromSupplier(() -> precondition.holdsFor(Optional.empty())));
    }

    /** Lists a catalog, as {@link FileStore#list} does. */
    public Flux<StoredFile> list(Username owner, FileQuery query) {
        return files.list(owner, query);
    }

    /** Removes a file. Fails with {@link NoSuchFileException}, or as {@link FileStore#remove} does. */
    public Mono<Void> remove(Username owner, FileName name, Precondition precondition) {
        return files.remove(owner, name, precondition, clock.instant()).flatMap(removed -> {
            if (!removed) {
                return Mono.error(new NoSuchFileException(owner, name));
            }
            watch.changed(owner);
            return Mono.empty();
        });
    }

    /** Fails with {@link NoSuchOperatorException} if there is no such operator. */
    public Mono<Void> requireOperator(Username operator) {
        return accounts.find(Role.OPS, operator)
                .switchIfEmpty(Mono.error(() -> new NoSuchOperatorException(operator.value())))
                .then();
    }

    /** Every operator, ordered by name. */
    public Flux<OperatorSummary> operators() {
        return files.summarize(accounts.usernames(Role.OPS));
    }

    /** The catalog's tag, see {@link FileStore#tag}. */
    public Mono<String> tag(Username owner) {
        return files.tag(owner);
    }

    /**
     * Waits until the catalog's tag is another one than {@code known}, and gives it; {@code known} if that does not
     * happen in time, or the server is going down. Changes by this server show at once, those by others within a
     * second or so.
     */
    public Mono<String> awaitOtherTag(Username owner, String known, Duration atMost) {
        return watch.awaitOtherTag(owner, known, atMost);
    }

    /** Ends all that {@link #awaitOtherTag} waits for, now and from now on. */
    public void endWaiting() {
        watch.end();
    }
}
