package dev.ezworks.server.uploads;

import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentDescription;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.StaleClaimException;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.files.AlreadyPublishedException;
import dev.ezworks.server.files.FileCatalog;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.PreconditionFailedException;
import dev.ezworks.server.files.Published;
import dev.ezworks.server.files.TransactionsNotSupportedException;
import dev.ezworks.server.logging.LogContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The one way from received bytes into the catalog, however they came: seal, publish, settle. */
final class Publication {
    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    private final ContentStore contents;
    private final FileCatalog catalog;

    Publication(ContentStore contents, FileCatalog catalog) {
        this.contents = contents;
        this.catalog = catalog;
    }

    /** Seals the version's content. Fails as {@link ContentStore#seal} does. */
    Mono<SealedFile> seal(Username owner, NewVersion version, long epoch) {
        ContentDescription description = new ContentDescription(
                version.size(), version.sha256(), owner.value(), version.name().value(), version.contentType());
        return contents.seal(version.content(), epoch, description).thenReturn(new SealedFile(version, epoch));
    }

    /**
     * Renews what {@link #publish} needs: a lease must outlast the publish, content whose publish is under way must not
     * be swept. The last one's has just been renewed by its sealing.
     */
    Mono<Void> renew(List<SealedFile> files) {
        return Flux.fromIterable(files.subList(0, files.size() - 1))
                .concatMap(one -> contents.renew(one.version().content(), one.epoch()))
                .then();
    }

    /**
     * Publishes all in one step, or one by one where the store cannot do more, and settles their contents. After a
     * {@link PreconditionFailedException} it is certain that a single file was not published; after any other failure
     * it is not.
     */
    Mono<List<Published>> publish(Username owner, List<SealedFile> files) {
        List<NewVersion> versions = files.stream().map(SealedFile::version).toList();
        return catalog.publish(owner, versions)
                .onErrorResume(TransactionsNotSupportedException.class, error -> publishOneByOne(owner, versions))
                .flatMap(published -> settle(files).thenReturn(published));
    }

    private Mono<List<Published>> publishOneByOne(Username owner, List<NewVersion> versions) {
        return Flux.fromIterable(versions)
                .concatMap(version -> catalog.publish(owner, List.of(version)))
                .flatMapIterable(published -> published)
                .collectList();
    }

    /**
     * Settles what somebody published before, see {@link AlreadyPublishedException}. Fails with
     * {@link StoreUnavailableException} while the store may still lose that version.
     */
    Mono<Void> settleBefore(SealedFile file, AlreadyPublishedException before) {
        return catalog.refersTo(file.version().content())
                .flatMap(durable -> durable
                        ? settle(List.of(file))
                        : Mono.error(new StoreUnavailableException("a version is not durable yet", before)));
    }

    /** Ends the leases of what is published. */
    Mono<Void> settle(List<SealedFile> files) {
        return Flux.fromIterable(files)
                .concatMap(one -> contents.settle(one.version().content(), one.epoch()))
                .then()
                .onErrorResume(error -> {
                    if (error instanceof StaleClaimException || error instanceof NoSuchContentException) {
                        // Swept under a publish that was stalled for longer than the lease: nobody may be told that
                        // it is stored.
                        return Mono.error(new StoreUnavailableException("the content of a publish was swept", error));
                    }
                    // Published it is; the sweep sees that and settles it.
                    return Mono.deferContextual(context -> {
                        LogContext.log(
                                context,
                                () -> log.warn("content of a published file is not settled yet: {}", error.toString()));
                        return Mono.empty();
                    });
                });
    }
}
