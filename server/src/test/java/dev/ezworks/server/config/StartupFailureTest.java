package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.PortInUseException;

class StartupFailureTest {
    @Test
    void reasonShouldBeFoundAmongTheCauses() {
        Throwable wrapped =
                new IllegalStateException("bean x", new RuntimeException(new StartupException("mend this")));
        assertThat(StartupFailure.explain(wrapped)).isEqualTo("cannot start: mend this");
    }

    @Test
    void explanationShouldBeOneLine() {
        assertThat(StartupFailure.explain(new StartupException("  first\n\tsecond  ")))
                .isEqualTo("cannot start: first second");
    }

    @Test
    void takenPortShouldBeNamedWithTheWayOut() {
        assertThat(StartupFailure.explain(new PortInUseException(5000))).contains("5000", "SERVER_PORT", "--port");
    }

    @Test
    void unknownAddressShouldBeNamedWithTheWayOut() {
        assertThat(StartupFailure.explain(new RuntimeException(new UnknownHostException("x"))))
                .contains("SERVER_ADDRESS");
    }

    @Test
    void wrongSettingShouldBeNamedAsTheEnvironmentNamesIt() {
        assertRefused("ezworks.uploads.max-size", "many", "EZWORKS_UPLOADS_MAX_SIZE", "many");
        assertRefused("ezworks.transfer.buffer-budget", "1KB", "buffer budget");
        assertRefused("ezworks.transfer.buffer-budget", "1TB", "EZWORKS_TRANSFER_BUFFER_BUDGET", "a third", "-Xmx");
        assertRefused("JWT_ALGO", "none", "JWT_ALGO");
        assertRefused("JWT_SECRET", "", "JWT_SECRET");
        assertRefused("server.port", "x", "SERVER_PORT");
    }

    private static void assertRefused(String setting, String value, String... said) {
        try (TestServer server = TestServer.start(java.util.Map.of(setting, value))) {
            throw new AssertionError("started on " + server.uri());
        } catch (RuntimeException e) {
            assertThat(StartupFailure.explain(e)).startsWith("cannot start: ").contains(said);
        }
    }
}
