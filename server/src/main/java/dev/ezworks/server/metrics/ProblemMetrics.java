package dev.ezworks.server.metrics;

import dev.ezworks.api.ProblemCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;

/** Counts the problems that were answered, by code: failed logins, refused tokens, a full store and all others. */
public final class ProblemMetrics implements Consumer<ProblemCode> {
    private final MeterRegistry registry;

    public ProblemMetrics(MeterRegistry registry) {
        this.registry = registry;
        // From the start, so that the first of its kind shows as an increase.
        for (ProblemCode code : ProblemCode.values()) {
            counter(code);
        }
    }

    @Override
    public void accept(ProblemCode code) {
        counter(code).increment();
    }

    private Counter counter(ProblemCode code) {
        return Counter.builder("ezworks.problems")
                .description("Problems answered")
                .tag("code", code.slug())
                .register(registry);
    }
}
