package dev.ezworks.server.maintenance;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.content.NoSuchContentException;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.files.StoredFile;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Reads a version's bytes again and compares them with what was uploaded. */
final class ContentCheck {
    private static final int READ_AHEAD = 2;

    private final ContentStore contents;
    private final Pace pace;
    private final Scheduler scheduler;

    /** @param scheduler where digests are computed; not that of whoever reads */
    ContentCheck(ContentStore contents, Pace pace, Scheduler scheduler) {
        this.contents = contents;
        this.pace = pace;
        this.scheduler = scheduler;
    }

    /**
     * Checks one version. Fails only if {@code meanwhile} does.
     *
     * @param meanwhile is done again and again on the way: large files take hours
     */
    Mono<Finding> check(StoredFile file, Supplier<Mono<Void>> meanwhile) {
        return contents.length(file.content())
                .flatMap(length -> length == file.size()
                        ? compare(file, meanwhile)
                        : Mono.just(Finding.damaged(file, "it has " + length + " bytes instead of " + file.size())))
                .onErrorResume(
                        NoSuchContentException.class,
                        e -> Mono.just(Finding.damaged(file, "the store has nothing of it")))
                .onErrorResume(DamagedContentException.class, e -> Mono.just(Finding.damaged(file, e.what())))
                .onErrorResume(
                        StoreUnavailableException.class,
                        e -> Mono.just(Finding.unchecked(file, String.valueOf(e.getMessage()))))
                .onErrorMap(MeanwhileFailedException.class, MeanwhileFailedException::failure);
    }

    private Mono<Finding> compare(StoredFile file, Supplier<Mono<Void>> meanwhile) {
        return Mono.defer(() -> {
            MessageDigest digest = Sha256.newDigest();
            return contents.read(file.content(), ByteRange.whole(file.size()))
                    // Should it be cancelled, what waits here is heap memory and needs no release.
                    .publishOn(scheduler, READ_AHEAD)
                    .concatMap(
                            buffer -> pace.after(add(digest, buffer))
                                    .then(meanwhile.get().onErrorMap(MeanwhileFailedException::new)),
                            1)
                    .then(Mono.fromSupplier(() -> verdict(file, Sha256.ofBytes(digest.digest()))));
        });
    }

    /** Keeps a failure of what is done meanwhile from being taken for one of the content. */
    private static final class MeanwhileFailedException extends RuntimeException {
        private final Throwable failure;

        MeanwhileFailedException(Throwable failure) {
            super(failure);
            this.failure = failure;
        }

        Throwable failure() {
            return failure;
        }
    }

    private static int add(MessageDigest digest, ByteBuffer buffer) {
        int count = buffer.remaining();
        digest.update(buffer);
        return count;
    }

    private static Finding verdict(StoredFile file, Sha256 found) {
        return found.equals(file.sha256())
                ? Finding.whole(file)
                : Finding.damaged(
                        file,
                        "its SHA-256 is " + found.hex() + " instead of "
                                + file.sha256().hex());
    }
}
