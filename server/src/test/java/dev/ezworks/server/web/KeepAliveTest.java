package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.RawConnection;
import dev.ezworks.server.testing.RunningServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepAliveTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.inMemory();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    void connectionShouldGoOnAfterRequestsThatCameTogether(int together) throws IOException {
        String request = "OPTIONS /ops/files HTTP/1.1\r\nHost: x\r\n";
        try (RawConnection connection = SERVER.connect()) {
            for (int round = 0; round < 5; round++) {
                connection.lines((request + "\r\n").repeat(together - 1) + request);
                for (int i = 0; i < together; i++) {
                    assertThat(connection.read().status()).isEqualTo(204);
                }
            }
        }
    }

    @Test
    void longBodyThatCameBeforeTheAnswerInFrontShouldBeReadToItsEnd() throws IOException {
        Caller operator = SERVER.operator();
        byte[] body = new byte[4 << 20];
        try (RawConnection connection = SERVER.connect()) {
            for (int round = 0; round < 5; round++) {
                // More of the body than Reactor Netty takes in while it has another request to answer.
                connection.lines(
                        "GET /ops/files HTTP/1.1",
                        "Host: x",
                        "Authorization: Bearer " + operator.token(),
                        "",
                        "PUT /ops/files/a HTTP/1.1",
                        "Host: x",
                        "Authorization: Bearer " + operator.token(),
                        "Content-Length: " + body.length,
                        "");
                connection.send(body);
                assertThat(connection.read().status()).isEqualTo(200);
                assertThat(connection.read().status()).isIn(200, 201);
            }
        }
    }

    @Test
    void absoluteTargetShouldBeUnderstood() throws IOException {
        // RFC 9112 section 3.2.2.
        try (RawConnection connection = SERVER.connect()) {
            connection.lines("OPTIONS http://example.org/ops/files HTTP/1.1", "Host: example.org", "");
            assertThat(connection.read().status()).isEqualTo(204);
        }
    }

    @Test
    void connectionShouldBeClosedWhereTheClientWantsThat() throws IOException {
        try (RawConnection connection = SERVER.connect()) {
            connection.lines("OPTIONS /ops/files HTTP/1.1", "Host: x", "Connection: close", "");
            assertThat(connection.read().status()).isEqualTo(204);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }
}
