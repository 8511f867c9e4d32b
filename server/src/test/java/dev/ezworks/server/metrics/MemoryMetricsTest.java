package dev.ezworks.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.transfers.Direction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class MemoryMetricsTest {
    private static final int MIB = BufferBudget.POOLED;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ActiveTransfers transfers = new ActiveTransfers(new MutableClock());
    private final BufferBudget budget = new BufferBudget(8L * MIB);

    @Test
    void theWholeBudgetShouldShowWithWhatIsSetAsideOfIt() {
        BufferBudget part = budget.setAside(2L * MIB);
        bind();
        assertThat(gauge("ezworks.buffer.budget")).isEqualTo(8 * MIB);
        assertThat(gauge("ezworks.buffer.used")).isZero();
        assertThat(gauge("ezworks.buffer.waiting")).isZero();

        acquire(budget, 6 * MIB);
        acquire(budget, 1);
        acquire(budget, 2);
        acquire(part, 2 * MIB - 5);
        acquire(part, 6);

        assertThat(gauge("ezworks.buffer.budget")).isEqualTo(8 * MIB);
        assertThat(gauge("ezworks.buffer.used")).isEqualTo(8 * MIB - 5);
        assertThat(gauge("ezworks.buffer.waiting")).isEqualTo(3);
    }

    private static void acquire(BufferBudget budget, long bytes) {
        budget.share().acquire(bytes, memory -> {});
    }

    @Test
    void transfersShouldShowByDirection() {
        bind();

        begin(Direction.UPLOAD);
        begin(Direction.DOWNLOAD);
        begin(Direction.DOWNLOAD);

        assertThat(active("upload")).isEqualTo(1);
        assertThat(active("download")).isEqualTo(2);
    }

    private void begin(Direction direction) {
        ActiveTransfer.Party party = new ActiveTransfer.Party("0", Role.OPS, new Username("bo"));
        transfers
                .run(party, ContentId.random(), direction, transfer -> Mono.never())
                .subscribe();
    }

    private double active(String direction) {
        return registry.get("ezworks.transfer.active")
                .tag("direction", direction)
                .gauge()
                .value();
    }

    @Test
    void memoryOfTheNetworkCodeShouldShow() {
        bind();

        assertThat(gauge("ezworks.netty.direct.memory")).isEqualTo(17);
    }

    private void bind() {
        new MemoryMetrics(transfers, budget, () -> 17).bindTo(registry);
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
