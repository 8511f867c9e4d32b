package dev.ezworks.server.storage.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.content.CountedSlabs;
import dev.ezworks.server.content.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.publisher.TestPublisher;

/** When slabs are asked for, sent and given back, with a database that answers when the test says so. */
class ChunkPumpTest {
    private final CountedSlabs slabs = new CountedSlabs();
    private final TestPublisher<Slab> source = TestPublisher.create();
    private final List<List<Chunk>> batches = new ArrayList<>();
    private final List<Sinks.Empty<Void>> acknowledgements = new ArrayList<>();
    private final AtomicLong requested = new AtomicLong();
    private final List<Long> progress = new ArrayList<>();
    private final ChunkPump pump = new ChunkPump(0, this::write, size -> Mono.fromRunnable(() -> progress.add(size)));
    private CompletableFuture<@Nullable Long> result = new CompletableFuture<>();

    @BeforeEach
    void start() {
        result = pump.pump(source.flux().doOnRequest(requested::addAndGet)).toFuture();
    }

    @Test
    void slabShouldBeSentWithoutWaitingForMore() {
        emit(1);

        assertThat(batches).hasSize(1);
        assertThat(batches.get(0)).hasSize(1);
    }

    @Test
    void onlySomeBatchesShouldBeUnderWayAtOnceAndTheRestGatherInOne() {
        emit(ChunkPump.SLOTS + 2);
        assertThat(batches).hasSize(ChunkPump.SLOTS);

        acknowledge(0);

        assertThat(batches).hasSize(ChunkPump.SLOTS + 1);
        assertThat(batches.get(ChunkPump.SLOTS)).hasSize(2);
    }

    @Test
    void noMoreShouldBeAskedForThanTheQueueHolds() {
        emit(ChunkPump.SLOTS + ChunkPump.QUEUE);

        assertThat(requested).hasValue(ChunkPump.SLOTS + ChunkPump.QUEUE);
        acknowledge(0);
        assertThat(requested).hasValue(ChunkPump.SLOTS + 2 * ChunkPump.QUEUE);
    }

    @Test
    void slabsShouldComeBackAsSoonAsTheirBatchIsAcknowledged() {
        emit(2);

        acknowledge(1);

        assertThat(slabs.released()).isEqualTo(1);
    }

    @Test
    void slabThatFillsNoChunkShouldBeStoredAsItIs() {
        source.next(slabs.slab(new byte[1000]));

        assertThat(batches).hasSize(1);
        assertThat(batches.get(0).get(0).length()).isEqualTo(1000);
    }

    @Test
    void whatMakesAChunkLongerShouldWaitUntilThatIsStoredAndGoAlone() {
        emit(1);
        source.next(slabs.slab(new byte[1000]));
        source.next(slabs.slab(new byte[500]));
        source.next(slabs.slab(new byte[Slab.CAPACITY - 1500]));
        emit(1);
        acknowledge(1);
        assertThat(batches).hasSize(2);

        acknowledge(0);

        assertThat(batches.get(2)).hasSize(1);
        Chunk longer = batches.get(2).get(0);
        assertThat(longer.n()).isEqualTo(1);
        assertThat(longer.start()).isEqualTo(1000);
        assertThat(longer.end()).isEqualTo(2L * Slab.CAPACITY);
        assertThat(batches.get(3).get(0).start()).isZero();
    }

    @Test
    void slabThatGoesAcrossTheEndOfAChunkShouldComeBackWhenBothAreStored() {
        source.next(slabs.slab(new byte[1000]));
        emit(1);
        acknowledge(0);
        acknowledge(1);
        assertThat(slabs.released()).isEqualTo(1);

        acknowledge(2);

        assertThat(slabs.released()).isEqualTo(2);
        assertThat(pump.written()).isEqualTo(Slab.CAPACITY + 1000);
    }

    @Test
    void slabsShouldBeHeldUntilTheyAreStored() {
        source.next(slabs.slab(new byte[1000]));
        assertThat(slabs.released()).isZero();

        acknowledge(0);

        assertThat(slabs.released()).isEqualTo(1);
    }

    @Test
    void progressShouldBeWhatIsStoredWithoutAGap() {
        emit(3);

        acknowledge(1);
        assertThat(progress).isEmpty();
        acknowledge(0);
        assertThat(progress).containsExactly(2L * Slab.CAPACITY);
        acknowledge(2);

        source.complete();
        assertThat(result).isCompletedWithValue(3L * Slab.CAPACITY);
    }

    @Test
    void resultShouldWaitForTheLastAcknowledgement() {
        emit(1);
        source.next(slabs.slab(new byte[17])).complete();
        assertThat(batches).hasSize(2);
        acknowledge(1);
        assertThat(result).isNotDone();

        acknowledge(0);

        assertThat(result).isCompletedWithValue(Slab.CAPACITY + 17L);
    }

    @Test
    void failureOfTheDatabaseShouldEndTheSourceAndReleaseEverything() {
        emit(ChunkPump.SLOTS + 1);

        acknowledgements.get(1).tryEmitError(new IllegalStateException("the database failed"));
        source.assertCancelled();
        assertThat(result).isNotDone();
        acknowledge(0);
        acknowledge(2);

        assertThatThrownBy(result::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("the database failed");
        assertThat(slabs.released()).isEqualTo(ChunkPump.SLOTS + 1);
        assertThat(pump.broken()).isTrue();
        assertThat(pump.written()).isEqualTo(Slab.CAPACITY);
    }

    @Test
    void failureOfTheSourceShouldComeAfterWhatItGaveIsStored() {
        emit(1);
        source.next(slabs.slab(new byte[17])).error(new IllegalStateException("the source failed"));
        acknowledge(0);
        assertThat(result).isNotDone();

        acknowledge(1);

        assertThatThrownBy(result::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("the source failed");
        assertThat(pump.broken()).isFalse();
        assertThat(pump.written()).isEqualTo(Slab.CAPACITY + 17L);
    }

    @Test
    void stopShouldDropTheQueueAndWaitForWhatIsUnderWay() {
        emit(ChunkPump.SLOTS + 2);

        CompletableFuture<@Nullable Void> stopped = pump.stop().toFuture();

        source.assertCancelled();
        assertThat(slabs.released()).isEqualTo(2);
        for (int batch = 0; batch < ChunkPump.SLOTS; batch++) {
            assertThat(stopped).isNotDone();
            acknowledge(batch);
        }
        assertThat(stopped).isDone();
        assertThat(batches).hasSize(ChunkPump.SLOTS);
        assertThat(pump.written()).isEqualTo((long) ChunkPump.SLOTS * Slab.CAPACITY);
    }

    private void emit(int count) {
        for (int i = 0; i < count; i++) {
            source.next(slabs.slab(new byte[Slab.CAPACITY]));
        }
    }

    private void acknowledge(int batch) {
        acknowledgements.get(batch).tryEmitEmpty().orThrow();
    }

    private Mono<Void> write(List<Chunk> batch) {
        Sinks.Empty<Void> acknowledgement = Sinks.empty();
        batches.add(batch);
        acknowledgements.add(acknowledgement);
        return acknowledgement.asMono();
    }
}
