package dev.ezworks.server.web;

import dev.ezworks.server.logging.LogContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a request, on a logger of its own; never a file's name, a query or a header. */
public final class AccessLog implements RequestListener {
    private static final Logger log = LoggerFactory.getLogger("ezworks.access");
    private static final String NONE = "-";
    private static final double MILLIS_PER_SECOND = 1000;

    @Override
    public void ended(EndedRequest request) {
        request.id().ifPresentOrElse(id -> LogContext.log(id, () -> write(request)), () -> write(request));
    }

    private static void write(EndedRequest request) {
        log.atInfo()
                .addKeyValue("account", request.account().orElse(NONE))
                .addKeyValue("method", request.method())
                .addKeyValue("route", request.route().orElse(NONE))
                .addKeyValue("status", request.status().orElse(0))
                .addKeyValue("bytesIn", request.bytesIn())
                .addKeyValue("bytesOut", request.bytesOut())
                .addKeyValue("seconds", seconds(request.duration()))
                .addKeyValue("ending", request.ending().id())
                .log("request");
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }
}
