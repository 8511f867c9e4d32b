package dev.ezworks.server.metrics;

import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.transfers.Direction;
import dev.ezworks.server.transfers.TransferListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;

/** Counts content bytes, and times transfers by how they ended. */
public final class TransferMetrics implements TransferListener {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1)
    };

    private final Clock clock;
    private final Predicate<Throwable> isClientGone;
    private final Meters uploads;
    private final Meters downloads;

    private record Meters(Counter bytes, Timer complete, Timer cut, Timer failed) {
        static Meters of(Direction direction, MeterRegistry registry) {
            Counter bytes = Counter.builder("ezworks.transfer.bytes")
                    .description("Content bytes moved")
                    .tag("direction", label(direction))
                    .register(registry);
            return new Meters(
                    bytes,
                    timer(direction, "complete", registry),
                    timer(direction, "cut", registry),
                    timer(direction, "failed", registry));
        }

        private static Timer timer(Direction direction, String outcome, MeterRegistry registry) {
            return Timer.builder("ezworks.transfer.duration")
                    .description("Time that finished transfers took")
                    .tag("direction", label(direction))
                    .tag("outcome", outcome)
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
        }
    }

    /** @param isClientGone whether a failure only says that the client has gone */
    public TransferMetrics(MeterRegistry registry, Clock clock, Predicate<Throwable> isClientGone) {
        this.clock = clock;
        this.isClientGone = isClientGone;
        this.uploads = Meters.of(Direction.UPLOAD, registry);
        this.downloads = Meters.of(Direction.DOWNLOAD, registry);
    }

    static String label(Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }

    private Meters of(Direction direction) {
        return direction == Direction.UPLOAD ? uploads : downloads;
    }

    @Override
    public void moved(Direction direction, long bytes) {
        of(direction).bytes().increment((double) bytes);
    }

    @Override
    public void completed(ActiveTransfer transfer) {
        of(transfer.direction()).complete().record(duration(transfer));
    }

    @Override
    public void cancelled(ActiveTransfer transfer) {
        of(transfer.direction()).cut().record(duration(transfer));
    }

    @Override
    public void failed(ActiveTransfer transfer, Throwable failure) {
        Meters meters = of(transfer.direction());
        (isClientGone.test(failure) ? meters.cut() : meters.failed()).record(duration(transfer));
    }

    private Duration duration(ActiveTransfer transfer) {
        return Duration.between(transfer.startedAt(), clock.instant());
    }
}
