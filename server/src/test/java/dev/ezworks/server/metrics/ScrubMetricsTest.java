package dev.ezworks.server.metrics;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.files.FileStoreFixture;
import dev.ezworks.server.files.InMemoryFileStore;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.maintenance.BackgroundScrub;
import dev.ezworks.server.maintenance.InMemoryScrubStore;
import dev.ezworks.server.maintenance.Scrub;
import dev.ezworks.server.maintenance.ScrubFigures;
import dev.ezworks.server.testing.Faults;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class ScrubMetricsTest implements ContentStoreFixture {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final byte[] BYTES = ContentStoreFixture.randomBytes(10);
    private static final byte[] DAMAGED = new byte[10];

    private final MutableClock clock = new MutableClock();
    private final InMemoryContentStore contents = new InMemoryContentStore(clock);
    private final InMemoryFileStore files = new InMemoryFileStore();
    private final InMemoryScrubStore progress = new InMemoryScrubStore(clock);
    private final ScrubFigures figures = new ScrubFigures();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Override
    public ContentStore testee() {
        return contents;
    }

    @Override
    public MutableClock clock() {
        return clock;
    }

    @Test
    void whatScrubsFindShouldShow() {
        new ScrubMetrics(figures).bindTo(registry);
        List<ContentId> restored = List.of(publish("a"), publish("b"), publish("c"));
        restored.forEach(id -> contents.replace(id, DAMAGED));
        scrub(contents);

        restored.forEach(id -> contents.replace(id, BYTES));
        contents.replace(publish("d"), DAMAGED);
        ContentId stuck = publish("e");
        scrub(Faults.failingFor(
                ContentStore.class,
                contents,
                "length",
                stuck,
                new StoreUnavailableException("stuck", new IllegalStateException())));

        assertThat(count("runs")).isEqualTo(2);
        assertThat(count("files")).isEqualTo(8);
        assertThat(count("bytes")).isEqualTo(30);
        assertThat(count("damaged")).isEqualTo(4);
        assertThat(count("mended")).isEqualTo(3);
        assertThat(count("unchecked")).isEqualTo(1);
    }

    private ContentId publish(String name) {
        ContentId id = store(BYTES);
        NewVersion version =
                new NewVersion(FileName.of(name), id, BYTES.length, "text/plain", Sha256.of(BYTES), Precondition.NONE);
        one(files.publish(FileStoreFixture.OLGA, List.of(version), clock.instant()));
        return id;
    }

    private void scrub(ContentStore bytes) {
        clock.advance(WEEK);
        Scrub scrub = new Scrub(files, bytes, progress, clock, 0, Schedulers.immediate());
        done(new BackgroundScrub(scrub, WEEK, figures).runIfDue());
    }

    private double count(String what) {
        return registry.get("ezworks.scrub." + what).functionCounter().count();
    }
}
