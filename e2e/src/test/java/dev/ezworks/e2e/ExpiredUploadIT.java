package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.TusUpload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Resumable uploads that nobody goes on with. */
class ExpiredUploadIT extends OwnServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    ExpiredUploadIT(StoreKind store) {
        super(store, Map.of("EZWORKS_SWEEP_INTERVAL", "200ms", "EZWORKS_UPLOADS_EXPIRY", "10s"));
    }

    @Test
    void anExpiredUploadShouldLeaveNothing() {
        Api.Login operator = server.api().operator();
        TusUpload upload = TusUpload.begin(server.api(), operator, "expired.bin", 1000);
        assertThat(upload.patch(0, new byte[999]).status()).isEqualTo(204);

        // Asking does not keep it.
        await().atMost(PATIENCE).until(() -> upload.head().status() == 404);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.store().leftovers()).isEmpty());
    }
}
