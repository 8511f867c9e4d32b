package dev.ezworks.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.testing.Caller;
import dev.ezworks.server.testing.CapturedLog;
import dev.ezworks.server.testing.MultipartForm;
import dev.ezworks.server.testing.RawConnection;
import dev.ezworks.server.testing.RunningServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Wherever somebody puts a secret, the log does not repeat it. */
class NoSecretInTheLogTest {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.onDisk("JWT_SECRET", "only-the-server-knows-0123456789abcdef");

    private static final String PASSWORD = "hunter2-correct-horse";
    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void tokensAndPasswordsShouldNotBeLogged() throws IOException {
        Caller ops = SERVER.operator();
        String signature = ops.token().substring(ops.token().lastIndexOf('.') + 1);
        try (CapturedLog log = new CapturedLog()) {
            String fields = "username=kim&password=" + PASSWORD;
            post("/ops/signup", fields);
            post("/ops/login", fields);
            post("/ops/login", fields + "-wrong");
            post("/ops/login?" + fields, "");
            SERVER.stranger().get("/session?token=" + ops.token());
            SERVER.stranger().get("/" + ops.token());
            SERVER.stranger().get("/session", "Authorization", "Bearer " + ops.token() + "x");
            SERVER.stranger().get("/session", "Authorization", "Basic " + PASSWORD);
            SERVER.stranger().get("/session", "X-Request-Id", ops.token());
            ops.put("/ops/files/" + PASSWORD, PASSWORD.getBytes(StandardCharsets.UTF_8));
            ops.put("/ops/files/%ff" + PASSWORD, new byte[0]);
            ops.post(
                    "/ops/upload",
                    new MultipartForm().file("../" + PASSWORD, new byte[3]).end());
            ops.get("/logout");
            ops.get("/session");
            try (RawConnection connection = SERVER.connect()) {
                connection
                        .lines(
                                "GET /session HTTP/1.1",
                                "Authorization: Bearer " + ops.token(),
                                "Bad header: " + PASSWORD)
                        .lines("")
                        .read();
            }

            for (String format : new String[] {"text", "json"}) {
                assertThat(log.in(format))
                        .contains("/ops/login")
                        .doesNotContain(PASSWORD)
                        .doesNotContain(signature)
                        .doesNotContain("only-the-server-knows");
            }
        }
    }

    private static void post(String path, String body) {
        SERVER.stranger().send("POST", path, BodyPublishers.ofString(body), "Content-Type", FORM);
    }
}
