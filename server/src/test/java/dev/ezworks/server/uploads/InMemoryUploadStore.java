package dev.ezworks.server.uploads;

import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** An {@link UploadStore} for tests of those who use one. */
public final class InMemoryUploadStore implements UploadStore {
    private final Map<UploadId, Entered> uploads = new HashMap<>();

    private record Entered(Upload upload, long writer) {}

    @Override
    public Mono<Void> create(Upload upload) {
        return call(() -> uploads.put(upload.id(), new Entered(upload, 0)));
    }

    @Override
    public Mono<Upload> find(UploadId id) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                Entered entered = uploads.get(id);
                return entered == null ? null : entered.upload();
            }
        });
    }

    @Override
    public Mono<Long> countUnfinished(Username owner, Instant at) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                return uploads.values().stream()
                        .map(Entered::upload)
                        .filter(upload -> upload.owner().equals(owner) && !upload.published())
                        .filter(upload -> !upload.expiresAt().isBefore(at))
                        .count();
            }
        });
    }

    @Override
    public Mono<Void> enter(UploadId id, long epoch, Entry entry) {
        return call(() -> {
            Entered before = entered(id);
            if (before.writer() >= epoch) {
                throw new UploadTakenOverException();
            }
            uploads.put(id, new Entered(before.upload().with(entry), epoch));
        });
    }

    @Override
    public Mono<Void> verified(UploadId id, long epoch) {
        return change(
                id,
                epoch,
                upload -> upload.with(
                        new Entry(upload.expiresAt(), Optional.empty(), Optional.empty(), Optional.empty(), false)));
    }

    @Override
    public Mono<Void> arrived(UploadId id, long epoch, Sha256 digest) {
        return change(id, epoch, upload -> upload.withDigest(digest));
    }

    @Override
    public Mono<Void> published(UploadId id) {
        return call(() -> uploads.computeIfPresent(
                id, (key, before) -> new Entered(before.upload().asPublished(), before.writer())));
    }

    @Override
    public Mono<Void> extend(UploadId id, Instant expiresAt) {
        return call(() -> uploads.computeIfPresent(
                id, (key, before) -> new Entered(before.upload().expiringAt(expiresAt), before.writer())));
    }

    @Override
    public Mono<Void> drop(UploadId id, long epoch) {
        return call(() -> {
            Entered entered = entered(id);
            if (entered.writer() > epoch || entered.upload().digest().isPresent()) {
                throw new UploadTakenOverException();
            }
            uploads.remove(id);
        });
    }

    @Override
    public Mono<Void> delete(UploadId id) {
        return call(() -> uploads.remove(id));
    }

    @Override
    public Mono<Void> deleteExpired(Instant instant) {
        return call(
                () -> uploads.values().removeIf(one -> one.upload().expiresAt().isBefore(instant)));
    }

    private Mono<Void> change(UploadId id, long epoch, UnaryOperator<Upload> change) {
        return call(() -> uploads.put(id, new Entered(change.apply(written(id, epoch)), epoch)));
    }

    private Upload written(UploadId id, long epoch) {
        Entered entered = entered(id);
        if (entered.writer() != epoch) {
            throw new UploadTakenOverException();
        }
        return entered.upload();
    }

    private Entered entered(UploadId id) {
        Entered entered = uploads.get(id);
        if (entered == null) {
            throw new NoSuchUploadException();
        }
        return entered;
    }

    private Mono<Void> call(Runnable work) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                work.run();
            }
        });
    }
}
