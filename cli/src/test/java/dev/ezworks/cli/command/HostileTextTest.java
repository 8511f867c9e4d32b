package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that puts control sequences into whatever it says: none of them reaches the terminal. */
class HostileTextTest extends CommandTest {
    private static final String EVIL = "\\u001b[2J\\u202e\\u0007\\u009b\\u0000evil\\r\\n";

    @BeforeEach
    void logIn() {
        cli.loggedIn(server, Role.CLIENT, "bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "download,alice/x,-v",
                "download,--all,alice,--into,in,-v",
                "wait,alice/x,-v,--timeout,1",
                "list,alice,-v",
                "list,-v",
                "whoami,-v",
                "doctor,-v",
                "doctor,--json",
                "__complete,download,alice/",
                "__complete,download,",
            })
    void noControlCharacterShouldBeShown(String arguments) {
        String file = "{\"name\":\"" + EVIL + "\",\"size\":3,\"contentType\":\"" + EVIL + "\",\"sha256\":\"" + EVIL
                + "\",\"version\":1,\"uploadedAt\":\"2026-01-31T09:30:00Z\"}";
        String problem = "{\"code\":\"" + EVIL + "\",\"title\":\"" + EVIL + "\",\"detail\":\"" + EVIL
                + "\",\"requestId\":\"" + EVIL + "\",\"errors\":[{\"field\":\"" + EVIL + "\",\"detail\":\"" + EVIL
                + "\"}]}";
        for (int status : new int[] {400, 401, 404, 409, 500, 503, 507}) {
            server.otherwise((exchange, request) -> {
                exchange.getResponseHeaders().add("X-Request-Id", "\u001B[2J");
                StubServer.send(exchange, status, "application/problem+json", problem.getBytes(StandardCharsets.UTF_8));
            });
            HostileNamesTest.assertHarmless(cli.run(arguments.split(",")));
        }
        for (String json : new String[] {
            "{\"files\":[" + file + "],\"next\":\"" + EVIL + "\"}",
            "{\"operators\":[{\"username\":\"" + EVIL + "\",\"files\":1}],\"status\":\"" + EVIL + "\"}",
            "{\"username\":\"" + EVIL + "\",\"role\":\"" + EVIL + "\"}",
            "\"" + EVIL + "\"",
        }) {
            server.otherwise((exchange, request) -> {
                exchange.getResponseHeaders().add("ETag", "\"\u001B[2J\"");
                exchange.getResponseHeaders().add("Repr-Digest", "\u001B[2J");
                exchange.getResponseHeaders().add("Date", "\u001B[2J");
                StubServer.send(exchange, 200, "application/json", json.getBytes(StandardCharsets.UTF_8));
            });
            CliRun.Result result = cli.run(arguments.split(","));
            HostileNamesTest.assertHarmless(result);
            assertThat(result.err()).doesNotContain("unexpected:");
        }
    }
}
