package dev.ezworks.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.Await;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class TimedPortTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Sinks.One<String> result = Sinks.one();
    private final Sinks.Many<String> pieces = Sinks.many().unicast().onBackpressureBuffer();
    private final Port port = TimedPort.of(Port.class, "port", new Fake(), registry);

    interface Port {
        Mono<String> one();

        Flux<String> many();

        Mono<String> take(Flux<String> bytes);

        String plain();
    }

    private final class Fake implements Port {
        @Override
        public Mono<String> one() {
            return result.asMono();
        }

        @Override
        public Flux<String> many() {
            return pieces.asFlux();
        }

        @Override
        public Mono<String> take(Flux<String> bytes) {
            return bytes.then(result.asMono());
        }

        @Override
        public String plain() {
            throw new UnsupportedOperationException("plainly");
        }
    }

    @Test
    void aSingleResultShouldCountWhenItIsThere() {
        StepVerifier.create(port.one())
                .then(() -> assertThat(count("port.one", "ok")).isZero())
                .then(() -> result.tryEmitValue("x"))
                .expectNext("x")
                .expectComplete()
                .verify(Await.TIMEOUT);

        assertThat(count("port.one", "ok")).isEqualTo(1);
    }

    @Test
    void aFailureShouldCountAsOne() {
        result.tryEmitError(new IllegalStateException());

        StepVerifier.create(port.one()).expectError().verify(Await.TIMEOUT);

        assertThat(count("port.one", "failed")).isEqualTo(1);
        assertThat(count("port.one", "ok")).isZero();
    }

    @Test
    void whatIsCancelledShouldNotCount() {
        StepVerifier.create(port.one()).thenCancel().verify(Await.TIMEOUT);

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void manyResultsShouldCountOnceWithTheFirst() {
        StepVerifier.create(port.many())
                .then(() -> pieces.tryEmitNext("a"))
                .expectNext("a")
                .then(() -> assertThat(count("port.many", "ok")).isEqualTo(1))
                .then(() -> pieces.tryEmitNext("b"))
                .expectNext("b")
                .then(pieces::tryEmitComplete)
                .expectComplete()
                .verify(Await.TIMEOUT);

        assertThat(count("port.many", "ok")).isEqualTo(1);
    }

    @Test
    void noResultsShouldCountWhenThatIsClear() {
        pieces.tryEmitComplete();

        StepVerifier.create(port.many()).expectComplete().verify(Await.TIMEOUT);

        assertThat(count("port.many", "ok")).isEqualTo(1);
    }

    @Test
    void bytesThatNeverEndShouldNotCount() {
        Flux<String> broken = Flux.error(new IllegalStateException());

        StepVerifier.create(port.take(broken)).expectError().verify(Await.TIMEOUT);

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void theTimeOfBytesShouldNotBeThatOfTheirSender() {
        Sinks.Many<String> sender = Sinks.many().unicast().onBackpressureBuffer();
        result.tryEmitValue("x");

        long begun = System.nanoTime();
        StepVerifier.create(port.take(sender.asFlux()))
                .then(() -> sender.tryEmitNext("a"))
                .thenAwait(Duration.ofMillis(200))
                .then(sender::tryEmitComplete)
                .expectNext("x")
                .expectComplete()
                .verify(Await.TIMEOUT);

        Timer timer = timer("port.take", "ok");
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.NANOSECONDS))
                .isLessThan((double) (System.nanoTime() - begun - TimeUnit.MILLISECONDS.toNanos(199)));
    }

    @Test
    void whatAPortThrowsShouldComeAsItIs() {
        assertThatThrownBy(port::plain)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("plainly");
    }

    private long count(String operation, String outcome) {
        return registry
                .find("ezworks.store.operation.duration")
                .tags("operation", operation, "outcome", outcome)
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private Timer timer(String operation, String outcome) {
        return registry.get("ezworks.store.operation.duration")
                .tags("operation", operation, "outcome", outcome)
                .timer();
    }
}
