package dev.ezworks.server.storage.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import dev.ezworks.server.content.StorageFullException;
import dev.ezworks.server.content.StoreUnavailableException;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Turns the driver's failures into the ports' exceptions. */
final class MongoFailures {
    // OutOfDiskSpace of mongod; AtlasError "over your space quota" of MongoDB Atlas.
    private static final Set<Integer> NO_SPACE = Set.of(14031, 8000);

    private MongoFailures() {}

    /** {@code Mono.transform}: every failure of the driver becomes one of the ports'. */
    static <T> Mono<T> translate(Mono<T> mono) {
        return mono.onErrorMap(MongoException.class, MongoFailures::translated);
    }

    /** The same for {@code Flux.transform}. */
    static <T> Flux<T> translate(Flux<T> flux) {
        return flux.onErrorMap(MongoException.class, MongoFailures::translated);
    }

    static boolean isDuplicateKey(Throwable failure) {
        return failure instanceof MongoException e && isDuplicateKey(e.getCode());
    }

    static boolean isDuplicateKey(int code) {
        return ErrorCategory.fromErrorCode(code) == ErrorCategory.DUPLICATE_KEY;
    }

    private static RuntimeException translated(MongoException failure) {
        if (meansNoSpace(failure)) {
            return new StorageFullException("MongoDB has no space left", failure);
        }
        return new StoreUnavailableException("MongoDB does not answer or refused", failure);
    }

    private static boolean meansNoSpace(MongoException failure) {
        return NO_SPACE.contains(failure.getCode())
                || (failure instanceof MongoBulkWriteException bulk
                        && bulk.getWriteErrors().stream().anyMatch(error -> NO_SPACE.contains(error.getCode())));
    }
}
