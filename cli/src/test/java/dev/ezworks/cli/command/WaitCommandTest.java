package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitCommandTest extends CommandTest {
    private static final String PATH = "/client/files/alice?prefix=day%2Freport&limit=1";
    private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

    @BeforeEach
    void logIn() {
        cli.loggedIn(server, Role.CLIENT, "bob");
    }

    @Test
    void aFileThatIsThereShouldNotBeWaitedFor() {
        server.on("GET", PATH, catalog("1", file("day/report", OLD)));

        CliRun.Result result = cli.run("wait", "alice/day/report");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo(Sha256.of(OLD).hex() + "\n");
        assertThat(server.request("GET").header("prefer")).isNull();
    }

    @Test
    void theServerShouldDoTheWaiting() {
        server.on(
                "GET",
                PATH,
                inTurn(
                        catalog("1", ""),
                        notModified(),
                        catalog("2", file("day/report.old", NEW)),
                        catalog("3", file("day/report", NEW))));

        CliRun.Result result = cli.run("wait", "alice/day/report", "--json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("{\"name\":\"day/report\"");
        assertThat(server.requests())
                .extracting(request -> request.header("if-none-match"))
                .containsExactly(null, "W/\"1\"", "W/\"1\"", "W/\"2\"");
        assertThat(server.requests().subList(1, 4))
                .extracting(request -> request.header("prefer"))
                .containsOnly("wait=45");
    }

    @Test
    void theKnownVersionShouldNotEndTheWait() {
        server.on("GET", PATH, inTurn(catalog("1", file("day/report", OLD)), catalog("2", file("day/report", NEW))));

        CliRun.Result result = cli.run(
                "wait", "alice/day/report", "--newer-than", Sha256.of(OLD).hex());

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo(Sha256.of(NEW).hex() + "\n");
    }

    @Test
    void noKnownVersionShouldBeAskedForInALoop() {
        server.on("GET", PATH, catalog("1", file("day/report", OLD)));

        assertThat(cli.run("wait", "alice/day/report", "--newer-than", "").exitCode())
                .isZero();
    }

    @Test
    void timeShouldRunOut() {
        server.on("GET", PATH, inTurn(catalog("1", ""), notModified()));

        CliRun.Result result = cli.run("wait", "alice/day/report", "--timeout", "1");

        assertThat(result.exitCode()).isEqualTo(11);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("ezworks: alice/day/report was not published within 1 s\n");
    }

    @Test
    void aServerThatSaysNothingShouldNotMakeTheWaitLonger() {
        server.otherwise((exchange, request) -> server.fallSilent());

        for (CliRun run :
                List.of(cli, new CliRun(folder).with("EZWORKS_TOKEN", "token").with("EZWORKS_URL", server.url()))) {
            long startedAt = System.nanoTime();
            CliRun.Result result = run.run("wait", "alice/day/report", "--timeout", "1");

            assertThat(result.exitCode()).isEqualTo(11);
            assertThat(result.err()).contains("did not answer").doesNotContain("still waiting");
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void aServerThatGoesAwayShouldBeWaitedForToo() {
        server.on(
                "GET",
                PATH,
                inTurn(
                        catalog("1", ""),
                        (exchange, request) -> exchange.close(),
                        problem(503, "store-unavailable", "The store is away."),
                        catalog("1", file("day/report", NEW))));

        CliRun.Result result = cli.run("wait", "alice/day/report");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err().lines()).as("told once").hasSize(1);
    }

    @Test
    void whatWillNotPassShouldNotBeWaitedFor() {
        for (ProblemCode code :
                List.of(ProblemCode.NO_SUCH_OPERATOR, ProblemCode.INVALID_TOKEN, ProblemCode.FORBIDDEN)) {
            server.on("GET", PATH, inTurn(catalog("1", ""), problem(code)));

            assertThat(cli.run("wait", "alice/day/report").exitCode())
                    .isEqualTo(
                            switch (code.status()) {
                                case 401 -> 4;
                                case 403 -> 5;
                                default -> 6;
                            });
        }
    }

    @Test
    void anOperatorShouldNameTheirOwnFilesEitherWay() {
        cli.loggedIn(server.url(), Role.OPS, "alice", CliRun.NOW.plusSeconds(1));
        server.on("GET", "/ops/files?prefix=alice%2Fx&limit=1", inTurn(catalog("1", ""), catalog("2", "")));
        server.on("GET", "/ops/files?prefix=x&limit=1", inTurn(catalog("1", ""), catalog("2", file("x", NEW))));

        assertThat(cli.run("wait", "alice/x").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "wait",
        "'wait,report'",
        "'wait,alice/a,alice/b'",
        "'wait,alice/a,--newer-than,abc'",
        "'wait,alice/a,--timeout,0'",
        "'wait,alice/a,--timeout,soon'",
        "'wait,alice/a,--timeout,9999h'",
    })
    void wrongUsageShouldBeToldBeforeAnythingIsAsked(String arguments) {
        assertThat(cli.run(arguments.split(",")).exitCode()).isEqualTo(2);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anAnswerThatMakesNoSenseShouldNotBeAskedForForEver() {
        server.on("GET", PATH, StubServer.json(200, "{\"files\":[]}"));

        assertThat(cli.run("wait", "alice/day/report").exitCode()).isEqualTo(1);
    }

    private static StubServer.Answer notModified() {
        return (exchange, request) -> exchange.sendResponseHeaders(304, -1);
    }

    private static String file(String name, byte[] content) {
        return StubServer.fileJson(name, content, 1);
    }

    private static StubServer.Answer catalog(String tag, String files) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().add("ETag", "W/\"" + tag + "\"");
            StubServer.json(200, "{\"files\":[" + files + "]}").send(exchange, request);
        };
    }

    /** One answer after the other; the last one again and again. */
    private static StubServer.Answer inTurn(StubServer.Answer... answers) {
        AtomicInteger next = new AtomicInteger();
        return (exchange, request) ->
                answers[Math.min(next.getAndIncrement(), answers.length - 1)].send(exchange, request);
    }
}
