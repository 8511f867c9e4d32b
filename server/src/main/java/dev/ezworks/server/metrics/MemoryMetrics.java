package dev.ezworks.server.metrics;

import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.transfers.Direction;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.LongSupplier;

/** Shows what is being transferred at this moment, and the memory that takes. */
public final class MemoryMetrics implements MeterBinder {
    private final ActiveTransfers transfers;
    private final BufferBudget budget;
    private final LongSupplier nettyDirectMemory;

    /** @param nettyDirectMemory in bytes */
    public MemoryMetrics(ActiveTransfers transfers, BufferBudget budget, LongSupplier nettyDirectMemory) {
        this.transfers = transfers;
        this.budget = budget;
        this.nettyDirectMemory = nettyDirectMemory;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Direction direction : Direction.values()) {
            Gauge.builder("ezworks.transfer.active", transfers, all -> all.count(direction))
                    .description("Transfers that are running")
                    .tag("direction", TransferMetrics.label(direction))
                    .register(registry);
        }
        Gauge.builder("ezworks.buffer.budget", budget, all -> all.usage().total())
                .description("Memory for the buffers of all transfers")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("ezworks.buffer.used", budget, all -> all.usage().inUse())
                .description("Memory of the budget that is in use")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("ezworks.buffer.waiting", budget, all -> all.usage().waiting())
                .description("Transfers that wait for memory of the budget")
                .register(registry);
        Gauge.builder("ezworks.netty.direct.memory", nettyDirectMemory, LongSupplier::getAsLong)
                .description("Direct memory that Netty's allocator holds")
                .baseUnit("bytes")
                .register(registry);
    }
}
