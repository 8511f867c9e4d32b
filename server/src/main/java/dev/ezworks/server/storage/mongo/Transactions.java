package dev.ezworks.server.storage.mongo;

import com.mongodb.MongoClientException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.TransactionOptions;
import com.mongodb.reactivestreams.client.ClientSession;
import com.mongodb.reactivestreams.client.MongoClient;
import dev.ezworks.server.files.TransactionsNotSupportedException;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Runs several writes as one, as MongoDB's drivers specify it: again, while MongoDB says that this may help. */
final class Transactions {
    // IllegalOperation: "Transaction numbers are only allowed on a replica set member or mongos".
    private static final int NOT_ALLOWED_HERE = 20;
    private static final TransactionOptions OPTIONS =
            TransactionOptions.builder().readConcern(ReadConcern.SNAPSHOT).build();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int ATTEMPTS = 60;

    private final MongoClient client;

    Transactions(MongoClient client) {
        this.client = client;
    }

    /** Commits what {@code work} does within the session it is given, or nothing of it. */
    <T> Mono<T> run(Function<ClientSession, Mono<T>> work) {
        return Mono.usingWhen(
                        client.startSession(),
                        session -> attempt(session, work),
                        session -> Mono.fromRunnable(session::close))
                .onErrorMap(Transactions::isNotSupported, e -> new TransactionsNotSupportedException())
                .retryWhen(Retry.backoff(ATTEMPTS, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(Transactions::mayWorkNextTime)
                        .onRetryExhaustedThrow((retry, last) -> last.failure()));
    }

    private static <T> Mono<T> attempt(ClientSession session, Function<ClientSession, Mono<T>> work) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> {
                    session.startTransaction(OPTIONS);
                    return session;
                }),
                started -> work.apply(started).flatMap(result -> commit(started).thenReturn(result)),
                started -> Mono.empty(),
                (started, error) -> abort(started),
                Transactions::abort);
    }

    private static Mono<Void> commit(ClientSession session) {
        return Mono.defer(() -> Mono.from(session.commitTransaction()))
                .retryWhen(Retry.backoff(ATTEMPTS, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(e -> hasLabel(e, MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL))
                        .onRetryExhaustedThrow((retry, last) -> last.failure()));
    }

    private static Mono<Void> abort(ClientSession session) {
        return Mono.defer(() -> session.hasActiveTransaction() ? Mono.from(session.abortTransaction()) : Mono.empty())
                .onErrorComplete();
    }

    private static boolean mayWorkNextTime(Throwable failure) {
        return failure instanceof FileEntries.ChangedMeanwhileException
                || hasLabel(failure, MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL);
    }

    private static boolean hasLabel(Throwable failure, String label) {
        return failure instanceof MongoException e && e.hasErrorLabel(label);
    }

    /** A standalone mongod says so itself; of some deployments the driver knows without asking. */
    private static boolean isNotSupported(Throwable failure) {
        return failure instanceof MongoException e
                && (e.getCode() == NOT_ALLOWED_HERE
                        || (e instanceof MongoClientException
                                && String.valueOf(e.getMessage()).contains("not supported")));
    }
}
