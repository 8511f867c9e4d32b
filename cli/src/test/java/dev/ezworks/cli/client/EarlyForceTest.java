package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EarlyForceTest {
    @Test
    void whatIsWrittenShouldGoToDiskBeforeTheEnd() throws Exception {
        CountDownLatch forced = new CountDownLatch(1);
        EarlyForce force = new EarlyForce(metaData -> forced.countDown());

        force.written(EarlyForce.EVERY_BYTES);

        assertThat(forced.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theEndShouldForceAllAndTheMetadata() throws IOException {
        AtomicInteger whole = new AtomicInteger();
        EarlyForce force = new EarlyForce(metaData -> whole.addAndGet(metaData ? 1 : 0));

        force.written(EarlyForce.EVERY_BYTES);
        force.written(1);
        force.finish();

        assertThat(whole).hasValue(1);
    }

    @Test
    void aFailureThatTheSystemToldOnceShouldBeTheEndsFailure() {
        IOException failure = new IOException("no such device any more");
        AtomicInteger calls = new AtomicInteger();
        EarlyForce force = new EarlyForce(metaData -> {
            if (calls.incrementAndGet() == 1) {
                throw failure;
            }
        });

        force.written(EarlyForce.EVERY_BYTES);
        force.written(EarlyForce.EVERY_BYTES);

        assertThatThrownBy(force::finish).isSameAs(failure);
    }
}
