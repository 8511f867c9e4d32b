package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.Direction;
import dev.ezworks.server.transfers.TransferEndedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class TransfersShutdownTest {
    private static final ActiveTransfer.Party BO = new ActiveTransfer.Party("0", Role.OPS, new Username("bo"));

    private final ActiveTransfers transfers = new ActiveTransfers(new MutableClock());
    private final RunningRequests requests = new RunningRequests();
    private final TransfersShutdown shutdown = new TransfersShutdown(transfers, requests);
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void runningTransfersShouldBeEndedFirst() {
        CompletableFuture<?> transfer = transfers
                .run(BO, ContentId.random(), Direction.DOWNLOAD, one -> one.watch(Mono.<Void>never()))
                .then()
                .toFuture();
        shutdown.start();
        shutdown.stop(() -> done.set(true));
        await().atMost(Await.TIMEOUT).untilTrue(done);
        assertThat(transfer).isCompletedExceptionally();
        assertThat(transfer.handle((nothing, error) -> error).join()).isInstanceOf(TransferEndedException.class);
        assertThat(shutdown.isRunning()).isFalse();
    }

    @Test
    void nothingRunningShouldBeDoneSoon() {
        shutdown.start();
        assertThat(shutdown.isRunning()).isTrue();
        shutdown.stop(() -> done.set(true));
        await().atMost(Await.TIMEOUT).untilTrue(done);
    }

    @Test
    void answersShouldGoOutFirst() {
        Sinks.Empty<Void> answered = Sinks.empty();
        requests.counted(answered.asMono()).subscribe();
        shutdown.start();
        shutdown.stop(() -> done.set(true));
        assertThat(done).isFalse();

        answered.tryEmitEmpty();

        await().atMost(Await.TIMEOUT).untilTrue(done);
    }
}
