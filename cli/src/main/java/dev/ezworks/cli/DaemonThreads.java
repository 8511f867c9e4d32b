package dev.ezworks.cli;

/**
 * The threads that nobody waits for at the end, such as the HTTP client's. One that sleeps in a system call holds up
 * the end of the Java machine all the same: it gives threads in native code up to 300 ms to come back.
 */
final class DaemonThreads {
    private DaemonThreads() {}

    /** Wakes those of the caller's thread group, so that they end. Before JDK 21 an HTTP client can't be closed. */
    static void end() {
        Thread[] threads = new Thread[2 * Thread.activeCount() + 1];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].isDaemon()) {
                threads[i].interrupt();
            }
        }
    }
}
