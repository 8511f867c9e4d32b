package dev.ezworks.server.account;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Hashes and checks passwords without holding up the event loop.
 *
 * <p>Every call fails with {@link BusyException} if the scheduler refuses more work: the scheduler bounds how many
 * hashes are computed at once, which is also how much memory they take, and how many wait.
 */
public final class Passwords {
    private final PasswordHasher hasher;
    private final Scheduler scheduler;

    /**
     * A scheduler of its own for hashing, to be disposed of by the caller.
     *
     * @param threads how many hashes are computed at once; more than there are cores gains nothing
     * @param waiting how many more may wait before the next is refused
     */
    public static Scheduler scheduler(int threads, int waiting) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(waiting), Passwords::daemon);
        executor.allowCoreThreadTimeOut(true);
        return Schedulers.fromExecutorService(executor, "passwords");
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "passwords");
        thread.setDaemon(true);
        return thread;
    }

    public Passwords(PasswordHasher hasher, Scheduler scheduler) {
        this.hasher = hasher;
        this.scheduler = scheduler;
    }

    /** A hash of the password that may be stored. */
    public Mono<String> hash(String password) {
        return compute(() -> hasher.hash(password));
    }

    /** Whether the hash was made from this password. */
    public Mono<Boolean> matches(String password, String hash) {
        return compute(() -> hasher.matches(password, hash));
    }

    /** Takes the time of {@link #matches} and answers nothing: so an unknown username is answered no faster. */
    public Mono<Void> matchNobody(String password) {
        // Computing a hash is what checking one costs, and needs no hash to compare with.
        return hash(password).then();
    }

    /** Whether a hash should be replaced by a new one as soon as the password is at hand. */
    public boolean isOutdated(String hash) {
        return hasher.isOutdated(hash);
    }

    private <T> Mono<T> compute(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(scheduler)
                .onErrorMap(RejectedExecutionException.class, BusyException::new);
    }
}
