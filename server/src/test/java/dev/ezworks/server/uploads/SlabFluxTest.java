package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.transfers.BufferBudget;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class SlabFluxTest {
    private final BufferBudget budget = new BufferBudget(BufferBudget.POOLED);

    @Test
    void whatCameBeforeTheSourceFailedShouldGoOnItsWayFirst() {
        Flux<DataBuffer> broken =
                Flux.concat(Flux.just(buffer("abc")), Flux.error(new IllegalStateException("broken")));

        StepVerifier.create(new SlabFlux(broken, budget))
                .assertNext(slab -> {
                    assertThat(Arrays.copyOf(slab.array(), slab.length()))
                            .asString()
                            .isEqualTo("abc");
                    slab.release();
                })
                .verifyErrorMessage("broken");

        assertThat(budget.inUse()).isZero();
    }

    @Test
    void memoryShouldComeBackWhenTheReceiverCancels() {
        StepVerifier.create(new SlabFlux(Flux.concat(Flux.just(buffer("abc")), Flux.never()), budget))
                .thenCancel()
                .verify();

        assertThat(budget.inUse()).isZero();
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
}
