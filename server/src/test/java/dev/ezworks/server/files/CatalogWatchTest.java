package dev.ezworks.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.testing.Faults;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogWatchTest {
    private static final Username BO = new Username("bo");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofHours(1);

    private final InMemoryFileStore files = new InMemoryFileStore();
    private final CatalogWatch watch = new CatalogWatch(files, SECOND);
    private final String known = Await.one(files.tag(BO));

    @Test
    void aChangeByThisServerShouldWakeEverybodyWithOneLook() {
        CatalogWatch told = new CatalogWatch(files, NEVER);
        List<CompletableFuture<String>> waiting = wait(told, 1000);
        int before = files.tagsGiven();
        publish();
        told.changed(BO);

        await().atMost(Await.TIMEOUT).until(() -> waiting.stream().allMatch(CompletableFuture::isDone));
        int after = files.tagsGiven();
        assertThat(waiting).allSatisfy(one -> assertThat(one).isCompletedWithValue(tag()));
        assertThat(after - before).isOne();
    }

    @Test
    void aChangeByAnotherServerShouldShowByItself() {
        List<CompletableFuture<String>> waiting = wait(2);
        publish();

        await().atMost(Await.TIMEOUT)
                .untilAsserted(() ->
                        assertThat(waiting).allSatisfy(one -> assertThat(one).isCompletedWithValue(tag())));
    }

    @Test
    void anothersChangeShouldWakeNobody() {
        List<CompletableFuture<String>> waiting = wait(1);
        watch.changed(new Username("someone"));

        assertThat(waiting.get(0)).isNotDone();
    }

    @Test
    void whoKnowsAnOlderTagShouldNotWaitForTheNextChange() {
        publish();

        assertThat(Await.one(watch.awaitOtherTag(BO, known, LONG))).isEqualTo(tag());
    }

    @Test
    void nobodyWaitingShouldCostNothing() {
        List<CompletableFuture<String>> waiting = wait(3);
        assertThat(watch.size()).isEqualTo(1);

        waiting.forEach(one -> one.cancel(true));

        assertThat(watch.size()).isZero();
    }

    @Test
    void waitingInVainShouldGiveTheKnownTag() {
        assertThat(Await.one(watch.awaitOtherTag(BO, known, Duration.ofMillis(10))))
                .isEqualTo(known);
        // Who waited is answered first.
        await().atMost(Await.TIMEOUT).until(() -> watch.size() == 0);
    }

    @Test
    void failedLookShouldEndNoWait() {
        AtomicInteger failures = new AtomicInteger();
        AtomicBoolean working = new AtomicBoolean();
        FileStore unreliable = Faults.failingWhile(
                FileStore.class,
                files,
                "tag",
                () -> !working.get() && failures.incrementAndGet() > 0,
                new StoreUnavailableException("no primary", new IllegalStateException()));
        CatalogWatch looking = new CatalogWatch(unreliable, SECOND);
        List<CompletableFuture<String>> waiting = wait(looking, 3);

        looking.changed(BO);
        await().atMost(Await.TIMEOUT).until(() -> failures.get() > 0);
        publish();
        working.set(true);

        assertThat(waiting)
                .allSatisfy(one -> assertThat(one).succeedsWithin(Await.TIMEOUT).isEqualTo(tag()));
    }

    @Test
    void theEndOfTheServerShouldEndEveryWait() {
        List<CompletableFuture<String>> waiting = wait(2);

        watch.end();

        assertThat(waiting).allSatisfy(one -> assertThat(one).isCompletedWithValue(known));
        assertThat(wait(1).get(0)).isCompletedWithValue(known);
        assertThat(watch.size()).isZero();
    }

    private void publish() {
        Await.done(files.publish(BO, List.of(FileStoreFixture.version("a", "a")), FileStoreFixture.NOW));
    }

    private String tag() {
        return Await.one(files.tag(BO));
    }

    private List<CompletableFuture<String>> wait(int count) {
        return wait(watch, count);
    }

    private List<CompletableFuture<String>> wait(CatalogWatch asked, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> asked.awaitOtherTag(BO, known, LONG).toFuture())
                .toList();
    }
}
