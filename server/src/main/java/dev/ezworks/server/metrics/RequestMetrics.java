package dev.ezworks.server.metrics;

import dev.ezworks.server.web.EndedRequest;
import dev.ezworks.server.web.RequestListener;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Times requests by route, method and status: none of the values is a caller's. */
public final class RequestMetrics implements RequestListener {
    private static final String UNKNOWN_PATH = "unknown";
    private static final String NO_ANSWER = "none";

    private final Meter.MeterProvider<Timer> timers;

    public RequestMetrics(MeterRegistry registry) {
        this.timers = Timer.builder("ezworks.http.request.duration")
                .description("Time from a request's headers to the end of its answer")
                .withRegistry(registry);
    }

    @Override
    public void ended(EndedRequest request) {
        timers.withTags(
                        "route", request.route().orElse(UNKNOWN_PATH),
                        "method", request.method(),
                        "status", request.status().map(String::valueOf).orElse(NO_ANSWER))
                .record(request.duration());
    }
}
