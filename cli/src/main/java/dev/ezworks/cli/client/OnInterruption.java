package dev.ezworks.cli.client;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** What has to be done if the user ends this process in the midst of something. */
final class OnInterruption {
    private final Thread hook;

    OnInterruption(Runnable duty) {
        hook = new Thread(duty, "interrupted");
    }

    /**
     * Does something in the midst of which that holds. Does not return if the process is ending: what fails because of
     * that is neither to be told nor to be noted.
     */
    <T> T during(Retries.Attempt<T> work) throws IOException {
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.run();
        } finally {
            release();
        }
    }

    private void release() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            awaitTheEnd();
        }
    }

    private static void awaitTheEnd() {
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // There is nothing else to do.
            }
        }
    }
}
