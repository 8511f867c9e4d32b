package dev.ezworks.server.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class SteadySchedulerTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final SteadyScheduler testee = new SteadyScheduler(tasks::add);

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void whatWaitsForACancelledPublishOnShouldBeDiscarded() {
        List<String> discarded = new ArrayList<>();
        Sinks.Many<String> source = Sinks.many().multicast().directBestEffort();
        Disposable reader = source.asFlux()
                .publishOn(testee, 2)
                .doOnDiscard(String.class, discarded::add)
                .subscribe();
        source.tryEmitNext("first").orThrow();
        source.tryEmitNext("second").orThrow();

        reader.dispose();
        runTasks();

        assertThat(discarded).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void callShouldBeMadeEvenIfItIsCancelledBefore() {
        List<String> made = new ArrayList<>();
        Disposable call =
                Mono.fromRunnable(() -> made.add("call")).subscribeOn(testee).subscribe();

        call.dispose();
        runTasks();

        assertThat(made).containsExactly("call");
    }
}
