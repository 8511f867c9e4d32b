package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.ContentId;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Lets changes of state of one content happen one after the other; now and then another content waits along. */
final class ContentLocks {
    private static final int STRIPES = 1024;

    private final ReentrantLock[] stripes =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

    /** Makes the call while nobody else makes one for this content. */
    <T> T locked(ContentId id, Callable<T> call) throws Exception {
        ReentrantLock lock = stripes[Math.floorMod(id.hashCode(), STRIPES)];
        lock.lock();
        try {
            return call.call();
        } finally {
            lock.unlock();
        }
    }
}
