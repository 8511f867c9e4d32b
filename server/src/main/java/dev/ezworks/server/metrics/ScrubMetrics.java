package dev.ezworks.server.metrics;

import dev.ezworks.server.maintenance.ScrubFigures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Shows what this server's scrubs have found. */
public final class ScrubMetrics implements MeterBinder {
    private final ScrubFigures figures;

    public ScrubMetrics(ScrubFigures figures) {
        this.figures = figures;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        count(registry, "runs", "Scrubs that came to their end", ScrubFigures::completed);
        count(registry, "files", "Versions that were looked at", ScrubFigures::files);
        count(registry, "bytes", "Bytes of versions that are whole", ScrubFigures::bytes);
        count(registry, "damaged", "Versions that were found damaged", ScrubFigures::damaged);
        count(registry, "mended", "Versions that were damaged and are whole again", ScrubFigures::mended);
        count(registry, "unchecked", "Versions that the store could not give", ScrubFigures::unchecked);
    }

    private void count(MeterRegistry registry, String what, String description, ToDoubleFunction<ScrubFigures> figure) {
        FunctionCounter.builder("ezworks.scrub." + what, figures, figure)
                .description(description)
                .register(registry);
    }
}
