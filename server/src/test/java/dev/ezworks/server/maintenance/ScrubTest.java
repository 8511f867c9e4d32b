package dev.ezworks.server.maintenance;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.maybe;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentDescription;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.InMemoryFileStore;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.StoredFile;
import dev.ezworks.server.maintenance.Finding.State;
import dev.ezworks.server.testing.Faults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class ScrubTest {
    private static final Username BO = new Username("bo");
    private static final Duration LEASE = Duration.ofHours(1);
    private static final Duration WEEK = Duration.ofDays(7);

    private final MutableClock clock = new MutableClock();
    private final InMemoryContentStore contents = new InMemoryContentStore(clock);
    private final InMemoryFileStore files = new InMemoryFileStore();
    private final InMemoryScrubStore store = new InMemoryScrubStore(clock);

    @Test
    void wholeVersionsShouldBeFoundWhole() {
        publish("empty", "");
        publish("a", "some bytes");
        publish("b", "x".repeat(300_000));

        List<Finding> findings = all(scrub().runNow());

        assertThat(findings).extracting(Finding::state).containsExactly(State.WHOLE, State.WHOLE, State.WHOLE);
        assertThat(one(store.progress())).isEqualTo(new ScrubProgress(ContentId.NONE, clock.instant()));
    }

    @Test
    void changedBytesShouldBeFoundAndMarked() {
        publish("whole", "whole");
        StoredFile file = publish("a", "some bytes");
        contents.replace(file.content(), bytes("same bytes"));

        assertThat(all(scrub().runNow()))
                .filteredOn(finding -> finding.state() == State.DAMAGED)
                .containsExactly(new Finding(
                        file,
                        State.DAMAGED,
                        "its SHA-256 is " + Sha256.of(bytes("same bytes")) + " instead of "
                                + Sha256.of(bytes("some bytes"))));
        assertThat(find("a").damaged()).isTrue();
        assertThat(find("whole").damaged()).isFalse();
    }

    @Test
    void missingAndSuperfluousBytesShouldBeDamage() {
        StoredFile tooShort = publish("a", "some bytes");
        StoredFile tooLong = publish("b", "some bytes");
        StoredFile gone = publish("c", "some bytes");
        contents.replace(tooShort.content(), bytes("some byte"));
        contents.replace(tooLong.content(), bytes("some bytes more"));
        done(contents.delete(gone.content()));

        assertThat(all(scrub().runNow()))
                .containsExactlyInAnyOrder(
                        new Finding(tooShort, State.DAMAGED, "it has 9 bytes instead of 10"),
                        new Finding(tooLong, State.DAMAGED, "it has 15 bytes instead of 10"),
                        new Finding(gone, State.DAMAGED, "the store has nothing of it"));
    }

    @Test
    void restoredBytesShouldTakeTheMarkAway() {
        StoredFile file = publish("a", "some bytes");
        contents.replace(file.content(), bytes("same bytes"));
        all(scrub().runNow());
        contents.replace(file.content(), bytes("some bytes"));

        assertThat(all(scrub().runNow()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.mended()).isTrue());
        assertThat(find("a")).isEqualTo(file);
    }

    @Test
    void replacedVersionsShouldNotBeLookedAt() {
        StoredFile old = publish("a", "some bytes");
        contents.replace(old.content(), bytes("same bytes"));
        StoredFile current = publish("a", "other bytes");

        assertThat(all(scrub().runNow())).extracting(Finding::file).containsExactly(current);
    }

    @Test
    void versionThatIsReplacedWhileItIsReadShouldNotBeCalledDamaged() {
        publish("a", "some bytes");
        publish("b", "some bytes");
        List<StoredFile> inOrder = all(files.versions(ContentId.NONE, 2));
        StoredFile first = inOrder.get(0);
        StoredFile second = inOrder.get(1);

        // When the first was checked, the second is listed already.
        Flux<Finding> findings = scrub().runNow().doOnNext(finding -> {
            publish(second.name().value(), "other bytes");
            done(contents.delete(second.content()));
        });

        assertThat(all(findings)).extracting(Finding::file).containsExactly(first);
        assertThat(find(second.name().value()).damaged()).isFalse();
    }

    @Test
    void versionThatCannotBeReadShouldNotKeepTheRest() {
        for (int i = 0; i < 3; i++) {
            publish("file " + i, "some bytes");
        }
        StoredFile stuck = one(files.versions(ContentId.NONE, 1).next());
        ContentStore failing = Faults.failingFor(
                ContentStore.class,
                contents,
                "length",
                stuck.content(),
                new StoreUnavailableException("too many open files", new IllegalStateException()));

        List<Finding> findings = all(scrub(files, failing).runNow());

        assertThat(findings).extracting(Finding::state).containsExactly(State.UNCHECKED, State.WHOLE, State.WHOLE);
        assertThat(findings.get(0).detail()).isEqualTo("too many open files");
        assertThat(find(stuck.name().value()).damaged()).isFalse();
    }

    @Test
    void manyPagesShouldAllBeChecked() {
        for (int i = 0; i < 250; i++) {
            publish("file " + i, "bytes " + i);
        }

        assertThat(all(scrub().runNow()).stream().map(Finding::file).distinct()).hasSize(250);
    }

    @Test
    void interruptedScrubShouldGoOnWhereItWas() {
        List<StoredFile> published = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            published.add(publish("file " + i, "bytes " + i));
        }
        published.sort(Comparator.comparing(file -> file.content().value()));

        // Each of them takes longer than a checkpoint waits.
        StepVerifier.create(scrub().runIfDue(WEEK).doOnNext(finding -> clock.advance(Duration.ofSeconds(11))), 4)
                .expectNextCount(4)
                .thenCancel()
                .verify(Await.TIMEOUT);
        clock.advance(Checkpoints.LEASE);

        List<StoredFile> rest = all(scrub().runIfDue(WEEK).map(Finding::file));
        assertThat(rest).endsWith(published.get(9)).doesNotContain(published.get(0), published.get(1));
        assertThat(published).endsWith(rest.toArray(StoredFile[]::new));
    }

    @Test
    void scrubShouldBeDueOnceTheIntervalIsOver() {
        publish("a", "some bytes");
        assertThat(all(scrub().runIfDue(WEEK))).hasSize(1);
        assertThat(all(scrub().runIfDue(WEEK))).isEmpty();

        clock.advance(WEEK.minusMillis(1));
        assertThat(all(scrub().runIfDue(WEEK))).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(all(scrub().runIfDue(WEEK))).hasSize(1);
    }

    @Test
    void scrubThatAnotherServerDoesShouldBeLeftToIt() {
        publish("a", "some bytes");
        one(store.claim(Checkpoints.LEASE));

        assertThat(all(scrub().runIfDue(WEEK))).isEmpty();
    }

    @Test
    void overtakenScrubShouldEnd() {
        publish("a", "some bytes");
        publish("b", "some bytes");

        Flux<Finding> overtaken = scrub().runIfDue(WEEK).doOnNext(finding -> one(store.takeOver(LEASE)));

        assertThatThrownBy(() -> all(overtaken)).isInstanceOf(ScrubTakenOverException.class);
    }

    @Test
    void backgroundScrubShouldCountWhatItFinds() {
        StoredFile damaged = publish("a", "some bytes");
        publish("b", "some more bytes");
        contents.replace(damaged.content(), bytes("same bytes"));
        ScrubFigures figures = new ScrubFigures();
        BackgroundScrub background = new BackgroundScrub(scrub(), WEEK, figures);

        done(background.runIfDue());
        done(background.runIfDue());

        assertThat(figures.files()).isEqualTo(2);
        assertThat(figures.bytes()).isEqualTo(15);
        assertThat(figures.damaged()).isEqualTo(1);
        assertThat(figures.unchecked()).isZero();
        assertThat(figures.completed()).isEqualTo(1);

        contents.replace(damaged.content(), bytes("some bytes"));
        clock.advance(WEEK);
        done(background.runIfDue());

        assertThat(figures.mended()).isEqualTo(1);
        assertThat(figures.damaged()).isEqualTo(1);
        assertThat(figures.completed()).isEqualTo(2);
    }

    @Test
    void backgroundScrubShouldOutliveAStoreThatFails() {
        publish("a", "some bytes");
        FileStore failing = Faults.failing(
                FileStore.class, files, "versions", new StoreUnavailableException("gone", new IllegalStateException()));
        ScrubFigures figures = new ScrubFigures();

        done(new BackgroundScrub(scrub(failing, contents), WEEK, figures).runIfDue());
        clock.advance(Checkpoints.LEASE);
        done(new BackgroundScrub(scrub(), WEEK, figures).runIfDue());

        assertThat(figures.completed()).isEqualTo(1);
    }

    private Scrub scrub() {
        return scrub(files, contents);
    }

    private Scrub scrub(FileStore catalog, ContentStore bytes) {
        return new Scrub(catalog, bytes, store, clock, 0, Schedulers.immediate());
    }

    private StoredFile find(String name) {
        return maybe(files.find(BO, FileName.of(name))).orElseThrow();
    }

    private StoredFile publish(String name, String text) {
        byte[] bytes = bytes(text);
        ContentId id = ContentId.random();
        long epoch = one(contents.create(id, LEASE)).epoch();
        if (bytes.length > 0) {
            one(contents.append(id, epoch, 0, Flux.just(new Slab(bytes, bytes.length, () -> {}))));
        }
        Sha256 sha256 = Sha256.of(bytes);
        done(contents.seal(id, epoch, new ContentDescription(bytes.length, sha256, "bo", name, "text/plain")));
        NewVersion version =
                new NewVersion(FileName.of(name), id, bytes.length, "text/plain", sha256, Precondition.NONE);
        StoredFile file =
                one(files.publish(BO, List.of(version), Instant.EPOCH)).get(0).file();
        done(contents.settle(id, epoch));
        return file;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
