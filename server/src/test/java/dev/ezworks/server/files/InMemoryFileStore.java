package dev.ezworks.server.files;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A {@link FileStore} for tests of those who use one: one lock, and several files at once like a real transaction. */
public final class InMemoryFileStore implements FileStore {
    private final Map<Username, Catalog> catalogs = new HashMap<>();

    @Override
    public Mono<List<Published>> publish(Username owner, List<NewVersion> files, Instant at) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                Catalog catalog = catalog(owner);
                for (NewVersion file : files) {
                    catalog.requireNew(file.content());
                    catalog.require(file.name(), file.precondition());
                }
                Instant time = at.truncatedTo(ChronoUnit.MILLIS);
                Set<FileName> existing = Set.copyOf(catalog.current.keySet());
                return files.stream()
                        .map(file -> new Published(catalog.publish(owner, file, time), !existing.contains(file.name())))
                        .toList();
            }
        });
    }

    @Override
    public Mono<StoredFile> find(Username owner, FileName name) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                return catalog(owner).current.get(name);
            }
        });
    }

    @Override
    public Flux<StoredFile> list(Username owner, FileQuery query) {
        return Flux.defer(() -> {
            synchronized (this) {
                return Flux.fromIterable(catalog(owner).current.values().stream()
                        .filter(file -> file.name().value().startsWith(query.prefix()))
                        .filter(file -> Arrays.compareUnsigned(
                                        file.name().utf8(), query.after().getBytes(StandardCharsets.UTF_8))
                                > 0)
                        .limit(query.limit())
                        .toList());
            }
        });
    }

    @Override
    public Mono<Boolean> remove(Username owner, FileName name, Precondition precondition, Instant at) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                Catalog catalog = catalog(owner);
                if (!catalog.current.containsKey(name)) {
                    return false;
                }
                catalog.require(name, precondition);
                catalog.remove(name, at.truncatedTo(ChronoUnit.MILLIS));
                return true;
            }
        });
    }

    @Override
    public Mono<String> tag(Username owner) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                return Long.toString(catalog(owner).changes);
            }
        });
    }

    @Override
    public Flux<OperatorSummary> summarize(Flux<Username> operators) {
        return operators.map(this::summary);
    }

    private synchronized OperatorSummary summary(Username operator) {
        Map<FileName, StoredFile> files = catalog(operator).current;
        return new OperatorSummary(
                operator,
                files.size(),
                files.values().stream()
                        .map(StoredFile::uploadedAt)
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }

    @Override
    public Flux<RetiredContent> retiredBefore(Instant instant) {
        return Flux.defer(() -> {
            synchronized (this) {
                return Flux.fromIterable(catalogs.values().stream()
                        .flatMap(catalog -> catalog.retired.stream())
                        .filter(retired -> retired.retiredAt().isBefore(instant))
                        .toList());
            }
        });
    }

    @Override
    public Mono<Void> forget(RetiredContent retired) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                catalog(retired.owner()).retired.removeIf(kept -> kept.content().equals(retired.content()));
            }
        });
    }

    @Override
    public Flux<StoredFile> versions(ContentId after, int limit) {
        return Flux.defer(() -> {
            synchronized (this) {
                return Flux.fromIterable(catalogs.values().stream()
                        .flatMap(catalog -> catalog.current.values().stream())
                        .filter(file -> file.content().value().compareTo(after.value()) > 0)
                        .sorted(Comparator.comparing(file -> file.content().value()))
                        .limit(limit)
                        .toList());
            }
        });
    }

    @Override
    public Mono<Boolean> markDamaged(StoredFile version, boolean damaged) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                return catalog(version.owner()).mark(version, damaged);
            }
        });
    }

    @Override
    public Mono<Boolean> refersTo(ContentId content) {
        return Mono.fromCallable(() -> {
            synchronized (this) {
                return catalogs.values().stream().anyMatch(catalog -> catalog.refersTo(content));
            }
        });
    }

    private Catalog catalog(Username owner) {
        return catalogs.computeIfAbsent(owner, created -> new Catalog());
    }

    private static final class Catalog {
        private final TreeMap<FileName, StoredFile> current = new TreeMap<>();
        private final Map<FileName, Long> lastVersions = new HashMap<>();
        private final List<RetiredContent> retired = new ArrayList<>();
        private long changes;

        void require(FileName name, Precondition precondition) {
            Optional<Sha256> digest = Optional.ofNullable(current.get(name)).map(StoredFile::sha256);
            if (!precondition.holdsFor(digest)) {
                throw new PreconditionFailedException(name);
            }
        }

        StoredFile publish(Username owner, NewVersion file, Instant at) {
            retire(current.get(file.name()), at);
            long version = lastVersions.merge(file.name(), 1L, Long::sum);
            StoredFile stored = new StoredFile(
                    owner,
                    file.name(),
                    version,
                    file.content(),
                    file.size(),
                    file.contentType(),
                    file.sha256(),
                    at,
                    false);
            current.put(file.name(), stored);
            changes++;
            return stored;
        }

        boolean mark(StoredFile version, boolean damaged) {
            StoredFile present = current.get(version.name());
            if (present == null || !present.content().equals(version.content())) {
                return false;
            }
            if (present.damaged() != damaged) {
                current.put(present.name(), marked(present, damaged));
                changes++;
            }
            return true;
        }

        private static StoredFile marked(StoredFile file, boolean damaged) {
            return new StoredFile(
                    file.owner(),
                    file.name(),
                    file.version(),
                    file.content(),
                    file.size(),
                    file.contentType(),
                    file.sha256(),
                    file.uploadedAt(),
                    damaged);
        }

        void remove(FileName name, Instant at) {
            retire(current.remove(name), at);
            changes++;
        }

        private void retire(@Nullable StoredFile old, Instant at) {
            if (old != null) {
                retired.add(new RetiredContent(old.owner(), old.name(), old.content(), at));
            }
        }

        void requireNew(ContentId content) {
            if (refersTo(content)) {
                throw new AlreadyPublishedException(content);
            }
        }

        boolean refersTo(ContentId content) {
            return current.values().stream().anyMatch(file -> file.content().equals(content))
                    || retired.stream().anyMatch(kept -> kept.content().equals(content));
        }
    }
}
