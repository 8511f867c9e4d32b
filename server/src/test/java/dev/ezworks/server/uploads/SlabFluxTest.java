package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.Await;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.transfers.BufferBudget;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class SlabFluxTest {
    private final NettyDataBufferFactory buffers = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
    private final List<NettyDataBuffer> made = new ArrayList<>();
    private final BufferBudget budget = new BufferBudget(2 << 20);

    @AfterEach
    void nothingShouldBeLeft() {
        assertThat(made)
                .allSatisfy(
                        buffer -> assertThat(buffer.getNativeBuffer().refCnt()).isZero());
        assertThat(budget.inUse()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000",
        "1, 1000",
        "65535, 1000",
        "65536, 65536",
        "65537, 8192",
        "1048576, 8192",
        "1048577, 8192",
        "3000000, 100000",
        "3145728, 2000000"
    })
    void bytesShouldComeAsTheyWere(int size, int piece) {
        byte[] bytes = ContentStoreFixture.randomBytes(size);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StepVerifier.create(new SlabFlux(source(bytes, piece), budget).doOnNext(slab -> {
                    out.write(slab.array(), 0, slab.length());
                    slab.release();
                }))
                .thenConsumeWhile(slab -> true)
                .expectComplete()
                .verify(Await.TIMEOUT);
        assertThat(Arrays.equals(out.toByteArray(), bytes)).isTrue();
    }

    @Test
    void slabsShouldBeWholeWhereThereIsRoom() {
        StepVerifier.create(new SlabFlux(source(new byte[2_500_000], 8192), budget)
                        .doOnNext(Slab::release)
                        .map(Slab::length))
                .expectNext(Slab.CAPACITY, Slab.CAPACITY, 2_500_000 - 2 * Slab.CAPACITY)
                .expectComplete()
                .verify(Await.TIMEOUT);
    }

    @Test
    void nothingShouldBeAskedOfTheNetworkBeforeASlabIsWanted() {
        TestPublisher<DataBuffer> network = TestPublisher.create();
        StepVerifier.create(new SlabFlux(network.flux(), budget), 0)
                .then(() -> network.assertWasNotRequested())
                .thenRequest(1)
                .then(() -> network.assertMinRequested(1))
                .then(() -> network.next(buffer(new byte[10])).complete())
                .consumeNextWith(Slab::release)
                .expectComplete()
                .verify(Await.TIMEOUT);
    }

    @Test
    void fullBudgetShouldHoldTheSenderBack() {
        BufferBudget.Memory taken =
                budget.share().tryAcquire(BufferBudget.POOLED).orElseThrow();
        BufferBudget.Memory rest =
                budget.share().tryAcquire(BufferBudget.POOLED).orElseThrow();
        TestPublisher<DataBuffer> network = TestPublisher.create();
        StepVerifier.create(new SlabFlux(network.flux(), budget))
                .then(() -> network.next(buffer(new byte[10])))
                .expectNoEvent(java.time.Duration.ofMillis(50))
                .then(taken::release)
                .then(network::complete)
                .consumeNextWith(Slab::release)
                .expectComplete()
                .verify(Await.TIMEOUT);
        rest.release();
    }

    @Test
    void failureOfTheSourceShouldComeAfterWhatCameBefore() {
        TestPublisher<DataBuffer> network = TestPublisher.create();
        StepVerifier.create(new SlabFlux(network.flux(), budget))
                .then(() -> network.next(buffer(new byte[10])).error(new IllegalStateException("broken")))
                .consumeNextWith(Slab::release)
                .expectErrorMessage("broken")
                .verify(Await.TIMEOUT);
    }

    @Test
    void cancelShouldReleaseWhatWasHeld() {
        TestPublisher<DataBuffer> network = TestPublisher.create();
        StepVerifier.create(new SlabFlux(network.flux(), budget))
                .then(() -> network.next(buffer(new byte[10])))
                .thenCancel()
                .verify(Await.TIMEOUT);
        network.assertCancelled();
    }

    @Test
    void cancelWhileWaitingForMemoryShouldWithdrawTheWish() {
        BufferBudget.Memory taken =
                budget.share().tryAcquire(BufferBudget.POOLED).orElseThrow();
        BufferBudget.Memory rest =
                budget.share().tryAcquire(BufferBudget.POOLED).orElseThrow();
        TestPublisher<DataBuffer> network = TestPublisher.create();
        StepVerifier.create(new SlabFlux(network.flux(), budget))
                .then(() -> network.next(buffer(new byte[10])))
                .thenCancel()
                .verify(Await.TIMEOUT);
        taken.release();
        rest.release();
    }

    private Flux<DataBuffer> source(byte[] bytes, int piece) {
        return Flux.range(0, (bytes.length + piece - 1) / piece)
                .map(i -> buffer(Arrays.copyOfRange(bytes, i * piece, Math.min(bytes.length, (i + 1) * piece))));
    }

    private NettyDataBuffer buffer(byte[] bytes) {
        NettyDataBuffer buffer = buffers.allocateBuffer(Math.max(1, bytes.length));
        buffer.write(bytes);
        made.add(buffer);
        return buffer;
    }
}
