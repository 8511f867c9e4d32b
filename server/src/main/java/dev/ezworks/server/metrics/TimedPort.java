package dev.ezworks.server.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * A port whose every operation is timed, by its method's name: one mechanism for all ports and both stores.
 *
 * <p>What is timed is the store, not the client at the other end. An operation that gives a single result takes until
 * that is there; one that gives many, until the first of them; and one that is given bytes takes from the last of these
 * until all are durable, and counts only if there was a last one. An operation that is cancelled does not count.
 */
public final class TimedPort implements InvocationHandler {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofMillis(2500),
        Duration.ofSeconds(10)
    };

    private final String name;
    private final Object target;
    private final Meter.MeterProvider<Timer> timers;

    private TimedPort(String name, Object target, MeterRegistry registry) {
        this.name = name;
        this.target = target;
        this.timers = Timer.builder("ezworks.store.operation.duration")
                .description("Time that the store took")
                .serviceLevelObjectives(BUCKETS)
                .withRegistry(registry);
    }

    /**
     * Times what is called by way of the result.
     *
     * @param port an interface, whose methods' names become labels
     * @param name of the port, put before them
     */
    public static <T> T of(Class<T> port, String name, T target, MeterRegistry registry) {
        TimedPort timed = new TimedPort(name, target, registry);
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, timed));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Operation operation = new Operation(name + "." + method.getName());
        @Nullable Object result = call(method, operation.watched(arguments));
        if (result instanceof Mono<?> mono) {
            return operation.timed(mono);
        }
        return result instanceof Flux<?> flux ? operation.timed(flux) : result;
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** One call. */
    private final class Operation {
        private final String label;
        // When the last byte was handed over; 0 until then.
        private final AtomicLong fedNanos = new AtomicLong();
        private boolean fed;

        Operation(String label) {
            this.label = label;
        }

        /** The same arguments, of which a flux tells when it is through. */
        Object @Nullable [] watched(Object @Nullable [] arguments) {
            if (arguments == null) {
                return null;
            }
            Object[] watched = arguments.clone();
            for (int i = 0; i < watched.length; i++) {
                if (watched[i] instanceof Flux<?> flux) {
                    fed = true;
                    watched[i] = flux.doOnComplete(() -> fedNanos.set(System.nanoTime()));
                }
            }
            return watched;
        }

        <T> Mono<T> timed(Mono<T> mono) {
            return Mono.defer(() -> {
                long begun = System.nanoTime();
                return mono.doOnSuccess(result -> record(begun, true)).doOnError(error -> record(begun, false));
            });
        }

        <T> Flux<T> timed(Flux<T> flux) {
            return Flux.defer(() -> {
                long begun = System.nanoTime();
                AtomicBoolean answered = new AtomicBoolean();
                return flux.doOnNext(first -> {
                            if (!answered.get() && answered.compareAndSet(false, true)) {
                                record(begun, true);
                            }
                        })
                        .doFinally(signal -> {
                            if (signal != SignalType.CANCEL && answered.compareAndSet(false, true)) {
                                record(begun, signal == SignalType.ON_COMPLETE);
                            }
                        });
            });
        }

        private void record(long begunNanos, boolean ok) {
            long from = fed ? fedNanos.get() : begunNanos;
            if (from != 0) {
                timers.withTags("operation", label, "outcome", ok ? "ok" : "failed")
                        .record(System.nanoTime() - from, TimeUnit.NANOSECONDS);
            }
        }
    }
}
