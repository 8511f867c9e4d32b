package dev.ezworks.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.slf4j.LoggerFactory;

/** Watches every buffer of Netty's for one that is forgotten without being released. */
final class BufferLeaks {
    private static final int ENOUGH_TO_REPORT_ALL = 200;

    private final Logger log = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();
    private ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    void watch() {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports.list.clear();
        reports.start();
        log.addAppender(reports);
    }

    /** Fails if buffers were forgotten since the last {@link #watch}. */
    void assertNone() {
        // A leak shows when the buffer has been collected, and is told when the next one is made.
        System.gc();
        for (int i = 0; i < ENOUGH_TO_REPORT_ALL; i++) {
            PooledByteBufAllocator.DEFAULT.heapBuffer(1).release();
        }
        log.detachAppender(reports);
        // It costs so much that other tests of this process would take several times as long.
        ResourceLeakDetector.setLevel(before);
        assertThat(reports.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }
}
