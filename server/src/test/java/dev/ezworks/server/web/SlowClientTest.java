package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.testing.RawConnection;
import dev.ezworks.server.testing.RunningServer;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SlowClientTest {
    private static final Duration HEADER_TIMEOUT = Duration.ofMillis(800);

    @RegisterExtension
    static final RunningServer SERVER =
            RunningServer.inMemory("ezworks.http.header-timeout", "800ms", "ezworks.http.idle-timeout", "2s");

    @Test
    void connectionThatSendsNothingShouldBeClosed() throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void headersThatDribbleShouldBeCutOff() throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            connection.lines("GET /ops/files HTTP/1.1", "Host: x");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        try {
                            connection.lines("X-Slow: 1");
                            return false;
                        } catch (IOException e) {
                            return true;
                        }
                    });
        }
    }

    @Test
    void uploadThatKeepsMovingShouldHaveAllTheTimeItWants() throws IOException {
        assertSlowUploadGetsThrough(false);
    }

    @Test
    void uploadThatWasAskedForShouldHaveAllTheTimeItWants() throws IOException {
        assertSlowUploadGetsThrough(true);
    }

    private static void assertSlowUploadGetsThrough(boolean expectContinue) throws IOException {
        int length = 15;
        // Before there is a connection, on which nothing would move meanwhile.
        String token = SERVER.operator().token();
        try (RawConnection connection = SERVER.connect()) {
            connection.lines(
                    "PUT /ops/files/a HTTP/1.1",
                    "Host: x",
                    "Authorization: Bearer " + token,
                    expectContinue ? "Expect: 100-continue" : "X-Nothing: 1",
                    "Content-Length: " + length,
                    "");
            if (expectContinue) {
                assertThat(connection.head()).startsWith("HTTP/1.1 100 ");
            }
            long begin = System.nanoTime();
            for (int i = 0; i < length; i++) {
                long next = begin + HEADER_TIMEOUT.dividedBy(4).multipliedBy(i).toNanos();
                Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() > next);
                connection.send(new byte[1]);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(HEADER_TIMEOUT.multipliedBy(2));
            assertThat(connection.read().status()).isEqualTo(201);
        }
    }

    @Test
    void uploadThatStandsStillShouldBeCutOffAndLeaveNothing() throws IOException {
        String token = SERVER.operator().token();
        try (RawConnection connection = SERVER.connect()) {
            connection.lines(
                    "PUT /ops/files/a HTTP/1.1",
                    "Host: x",
                    "Authorization: Bearer " + token,
                    "Content-Length: 100000",
                    "");
            connection.send(new byte[50_000]);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void requestLineAndHeadersShouldHaveALimit() throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            connection.lines("GET /" + "x".repeat(20_000) + " HTTP/1.1", "Host: x", "");
            RawConnection.Answer answer = connection.read();
            assertThat(answer.status()).isEqualTo(414);
            assertThat(answer.text()).contains("uri-too-long");
        }
        try (RawConnection connection = SERVER.connect()) {
            connection.lines("GET / HTTP/1.1", "Host: x", "X-Long: " + "x".repeat(20_000), "");
            RawConnection.Answer answer = connection.read();
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.text()).contains("headers-too-large");
        }
    }

    @Test
    void whatIsNoHttpShouldBeABadRequest() throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            connection.lines("no http at all", "");
            RawConnection.Answer answer = connection.read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
    }
}
