package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.BestOfThree;
import dev.ezworks.e2e.harness.Finished;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.Relay;
import dev.ezworks.e2e.harness.RunningCommand;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that waits for a file. */
class WaitIT extends OwnServerTest {
    private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TWO = "two".getBytes(StandardCharsets.UTF_8);
    // A busy machine takes its time to end a process; asking again would take 45 seconds.
    private static final Duration SOON = Duration.ofSeconds(15);
    // What is promised of the answer.
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    // What a server that ends gives to transfers that do not.
    private static final Duration GRACE = Duration.ofSeconds(30);

    private Api.Login operator;
    private Relay relay;
    private Terminal client;

    WaitIT(StoreKind store) {
        super(store, Map.of());
    }

    @BeforeEach
    void logIn() {
        operator = server.api().operator();
        relay = new Relay(server.api().base());
        client = new Terminal(relay.url());
        client.logIn(Role.CLIENT, server.api().client().username());
    }

    @AfterEach
    void leave() {
        client.close();
        relay.close();
    }

    @Test
    void aFileThatIsNotThereYetShouldBeWaitedFor() {
        try (RunningCommand wait = start()) {
            publish("another", TWO);
            publish("report", ONE);

            requireEnd(wait, ONE);
        }
    }

    @Test
    void aNewVersionShouldBeWaitedFor() {
        publish("report", ONE);
        try (RunningCommand wait = start("--newer-than", Sha256.of(ONE).hex())) {
            publish("report", ONE);
            assertThat(wait.isRunning()).as("the same bytes are no news").isTrue();
            publish("report", TWO);

            requireEnd(wait, TWO);
        }
    }

    @Test
    void whoWaitsShouldBeToldAtOnce() throws IOException {
        BestOfThree.requireWithin(AT_ONCE, this::publishForWhoWaits);
    }

    /** From the answer to the publish until the last byte of what the client was told. */
    private Duration publishForWhoWaits() {
        publish("report", ONE);
        try (RunningCommand wait = start("--newer-than", Sha256.of(ONE).hex())) {
            publish("report", TWO);
            long publishedAt = System.nanoTime();

            requireEnd(wait, TWO);
            return Duration.ofNanos(relay.lastPassedOn() - publishedAt);
        }
    }

    @Test
    void aServerThatRestartsShouldBeWaitedForToo() throws InterruptedException {
        try (RunningCommand wait = start()) {
            server.terminate();
            assertThat(server.awaitEnd(GRACE))
                    .as("those who wait do not hold up the end of the server")
                    .isTrue();
            server.start(Map.of());
            relay.to(server.api().base());
            publish("report", ONE);

            requireEnd(wait, ONE);
        }
        try (RunningCommand wait = start("--newer-than", Sha256.of(ONE).hex())) {
            server.killAndRestart();
            relay.to(server.api().base());
            publish("report", TWO);

            requireEnd(wait, TWO);
        }
    }

    @Test
    void exitCodesShouldSayHowItEnded() {
        assertThat(client.run("wait", operator.username() + "/report", "--timeout", "1s")
                        .exitCode())
                .isEqualTo(11);
        assertThat(client.run("wait", Api.freshUsername("nobody") + "/report").exitCode())
                .isEqualTo(6);
        client.must("logout");
        assertThat(client.run("wait", operator.username() + "/report").exitCode())
                .isEqualTo(4);
    }

    private void publish(String name, byte[] content) {
        assertThat(server.api().put(operator, name, content).status()).isLessThan(300);
    }

    /** Returns when the server has answered it once, and has been asked again: that is what it waits with. */
    private RunningCommand start(String... more) {
        long before = relay.asked();
        String[] arguments = new String[more.length + 2];
        arguments[0] = "wait";
        arguments[1] = operator.username() + "/report";
        System.arraycopy(more, 0, arguments, 2, more.length);
        RunningCommand wait = client.start(arguments);
        await().atMost(Duration.ofMinutes(1)).until(() -> relay.asked() - before >= 2);
        return wait;
    }

    private static void requireEnd(RunningCommand wait, byte[] content) {
        Finished finished = wait.await(SOON);
        assertThat(finished.exitCode()).as("%s", finished.errText()).isZero();
        assertThat(finished.out()).containsExactly(Sha256.of(content).hex());
    }
}
