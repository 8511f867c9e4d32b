package dev.ezworks.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Which request a line of the log belongs to. The id travels in Reactor's context, since a request has no thread of its
 * own, and is put into the thread's (SLF4J's MDC) where something is logged or blocking work is done.
 */
public final class LogContext {
    private static final String REQUEST_ID = "requestId";

    private LogContext() {}

    /** A context in which this is the request's id. */
    public static Context with(Context context, String requestId) {
        return context.put(REQUEST_ID, requestId);
    }

    /** Logs, on this thread and now, with the id of the request whose context this is, if it is one's. */
    public static void log(ContextView context, Runnable statement) {
        Optional<String> id = context.getOrEmpty(REQUEST_ID);
        id.ifPresentOrElse(known -> log(known, statement), statement);
    }

    /** Logs, on this thread and now, with this request's id. */
    public static void log(String requestId, Runnable statement) {
        @Nullable String before = MDC.get(REQUEST_ID);
        MDC.put(REQUEST_ID, requestId);
        try {
            statement.run();
        } finally {
            restore(before);
        }
    }

    /** The same call, during which whatever is logged has the id of the request whose context this is. */
    public static <T> Callable<T> carry(ContextView context, Callable<T> call) {
        Optional<String> id = context.getOrEmpty(REQUEST_ID);
        return id.isEmpty()
                ? call
                : () -> {
                    @Nullable String before = MDC.get(REQUEST_ID);
                    MDC.put(REQUEST_ID, id.get());
                    try {
                        return call.call();
                    } finally {
                        restore(before);
                    }
                };
    }

    private static void restore(@Nullable String before) {
        if (before == null) {
            MDC.remove(REQUEST_ID);
        } else {
            MDC.put(REQUEST_ID, before);
        }
    }

    static Optional<String> requestId(ILoggingEvent event) {
        return Optional.ofNullable(event.getMDCPropertyMap().get(REQUEST_ID));
    }
}
