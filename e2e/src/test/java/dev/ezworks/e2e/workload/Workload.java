package dev.ezworks.e2e.workload;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several operators at work at the same time: raw bodies, forms and resumable uploads, new names and taken ones,
 * deletions.
 */
public final class Workload implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workload.class);

    private static final int OPERATORS = 6;

    private final ExecutorService threads = Executors.newFixedThreadPool(OPERATORS);
    private final Tally tally = new Tally();
    private final List<Operator> operators;

    /** Signs the operators up. The same seed makes the same changes, if the same of them are acknowledged. */
    public Workload(Api api, long seed) {
        log.info("{} operators at work, seed {}", OPERATORS, seed);
        this.operators = LongStream.range(0, OPERATORS)
                .mapToObj(i -> new Operator(api.operator(), new RandomChanges(seed + i), tally))
                .toList();
    }

    /** Fails unless every catalog is what its operator was told, with every file whole. */
    public void check(Api api) {
        each(operator -> operator.check(api)).join();
    }

    /** Lets the operators change what they have until the server is gone. */
    public Round start(Api api) {
        Round round = new Round();
        round.end = each(operator -> round.work(operator, api));
        return round;
    }

    /** Lets the operators change what they have until {@linkplain Persistence#end told to end}, whatever happens to servers. */
    public Persistence persist(Servers servers) {
        Persistence persistence = new Persistence(servers, tally);
        persistence.end = each(persistence::work);
        return persistence;
    }

    private CompletableFuture<Void> each(Consumer<Operator> work) {
        return CompletableFuture.allOf(operators.stream()
                .map(operator -> CompletableFuture.runAsync(() -> work.accept(operator), threads))
                .toArray(CompletableFuture[]::new));
    }

    /** How many changes were acknowledged so far. */
    public long acknowledged() {
        return tally.acknowledgedInAll();
    }

    /** How many changes were asked for and never answered, done or not. */
    public long brokenOff() {
        return tally.unansweredButDone().sum() + tally.undone().sum();
    }

    /** What happened so far, for people. */
    @Override
    public String toString() {
        return tally.toString();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Operators at work on one server. */
    public static final class Round {
        private volatile boolean mayBreak;
        private CompletableFuture<Void> end = CompletableFuture.completedFuture(null);

        private void work(Operator operator, Api api) {
            try {
                while (true) {
                    Answer answer = operator.change(api);
                    if (operator.isOpen()) {
                        requireShutdown(answer);
                        return;
                    }
                }
            } catch (UncheckedIOException e) {
                if (!mayBreak) {
                    throw e;
                }
            }
        }

        private void requireShutdown(Answer answer) {
            if (!mayBreak || !answer.problemCode().equals(Optional.of("shutting-down"))) {
                throw new AssertionError("refused: " + answer);
            }
        }

        /** From here on it is no failure that the server ends. */
        public void expectBreak() {
            mayBreak = true;
        }

        /** Waits until every operator has noticed that the server is gone; fails if one was refused before. */
        public void join() {
            end.join();
        }
    }

    /** Operators at work who ask until they get what they want. */
    public static final class Persistence {
        private final Servers servers;
        private final Tally tally;
        private volatile boolean enough;
        private CompletableFuture<Void> end = CompletableFuture.completedFuture(null);

        private Persistence(Servers servers, Tally tally) {
            this.servers = servers;
            this.tally = tally;
        }

        private void work(Operator operator) {
            while (!enough) {
                Attempts attempts =
                        servers.ask(api -> operator.isOpen() ? operator.changeAgain(api) : operator.change(api));
                tally.repeated().add(attempts.failed());
                if (operator.isOpen()) {
                    throw new AssertionError("refused: " + attempts.answer());
                }
            }
        }

        /** Waits until every operator's last change is acknowledged; fails if one was refused. */
        public void end() {
            enough = true;
            end.join();
        }
    }
}
