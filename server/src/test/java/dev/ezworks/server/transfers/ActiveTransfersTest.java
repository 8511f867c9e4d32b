package dev.ezworks.server.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;

class ActiveTransfersTest {
    private static final ActiveTransfer.Party BO = new ActiveTransfer.Party("0", Role.OPS, new Username("bo"));

    private final ContentId content = ContentId.random();
    private final MutableClock clock = new MutableClock();
    private final ActiveTransfers transfers = new ActiveTransfers(clock);
    private final Sinks.Many<Integer> pieces = Sinks.many().unicast().onBackpressureBuffer();

    @Test
    void transferShouldBeListedWhileItRuns() {
        StepVerifier.create(watched())
                .then(() -> pieces.tryEmitNext(5))
                .expectNext(5)
                .then(() -> {
                    assertThat(transfers.holds(content)).isTrue();
                    assertThat(transfers.holds(ContentId.random())).isFalse();
                    assertThat(transfers.all()).singleElement().satisfies(one -> {
                        assertThat(one.bytes()).isEqualTo(5);
                        assertThat(one.party()).isEqualTo(BO);
                        assertThat(one.direction()).isEqualTo(Direction.DOWNLOAD);
                        assertThat(one.startedAt()).isEqualTo(clock.instant());
                    });
                })
                .then(pieces::tryEmitComplete)
                .expectComplete()
                .verify(Await.TIMEOUT);
        assertThat(transfers.all()).isEmpty();
    }

    @Test
    void cancelledAndFailedTransfersShouldNotBeListed() {
        StepVerifier.create(watched()).thenCancel().verify(Await.TIMEOUT);
        assertThat(transfers.all()).isEmpty();
        StepVerifier.create(transfers.run(BO, content, Direction.UPLOAD, t -> Mono.error(new IllegalStateException())))
                .expectError(IllegalStateException.class)
                .verify(Await.TIMEOUT);
        assertThat(transfers.all()).isEmpty();
    }

    @Test
    void endedTransferShouldFail() {
        StepVerifier.create(watched())
                .then(transfers::endAll)
                .expectError(TransferEndedException.class)
                .verify(Await.TIMEOUT);
        assertThat(transfers.all()).isEmpty();
    }

    @Test
    void sourceOfAnEndedTransferShouldBeCancelled() {
        PublisherProbe<Integer> source = PublisherProbe.of(Flux.never());
        StepVerifier.create(transfers.run(BO, content, Direction.DOWNLOAD, t -> t.watch(source.flux(), piece -> piece)))
                .then(transfers::endAll)
                .expectError(TransferEndedException.class)
                .verify(Await.TIMEOUT);
        source.assertWasCancelled();
    }

    @Test
    void endedWorkShouldFailAndBeCancelled() {
        PublisherProbe<Void> work = PublisherProbe.of(Mono.never());
        StepVerifier.create(transfers.run(BO, content, Direction.DOWNLOAD, t -> t.watch(work.mono())))
                .then(transfers::endAll)
                .expectError(TransferEndedException.class)
                .verify(Await.TIMEOUT);
        work.assertWasCancelled();
    }

    @Test
    void workThatIsDoneShouldGiveItsResult() {
        StepVerifier.create(transfers.run(BO, content, Direction.UPLOAD, t -> t.watch(Mono.just(1))))
                .expectNext(1)
                .expectComplete()
                .verify(Await.TIMEOUT);
    }

    private Flux<Integer> watched() {
        return transfers.run(BO, content, Direction.DOWNLOAD, t -> t.watch(pieces.asFlux(), piece -> piece));
    }
}
