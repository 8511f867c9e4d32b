package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.command.StubServer.Answer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that puts control sequences into whatever it says: none of them reaches the terminal. */
class HostileTextTest extends CommandTest {
    private static final String EVIL = "\\u001b[2J\\u202e\\u0007\\u009b\\u0000evil\\r\\n";

    /** The control sequence in one character: the HTTP client takes an answer whose headers have no other ones. */
    private static final String EVIL_HEADER = "\u009B2J";

    private static final String PROBLEM = "{\"code\":\"" + EVIL + "\",\"title\":\"" + EVIL + "\",\"detail\":\"" + EVIL
            + "\",\"requestId\":\"" + EVIL + "\",\"errors\":[{\"field\":\"" + EVIL + "\",\"detail\":\"" + EVIL
            + "\"}]}";
    private static final byte[] SMALL = {1, 2, 3};
    private static final long RESUMABLE_BYTES = (16L << 20) + 1;

    @BeforeEach
    void prepare() throws IOException {
        cli.with("EZWORKS_PASSWORD", "x");
        Files.write(folder.resolve("small"), SMALL);
        Path big = folder.resolve("big");
        try (RandomAccessFile sparse = new RandomAccessFile(big.toFile(), "rw")) {
            sparse.setLength(RESUMABLE_BYTES);
        }
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
                "login,-u,bob,-v",
                "signup,-u,bob,-v",
                "logout,-v",
            })
    void noControlCharacterShouldBeShownToAClient(String arguments) {
        assertHarmlessWhateverTheAnswer(Role.CLIENT, "bob", arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"__complete,download,alice/", "__complete,download,"})
    void noControlCharacterShouldBeOfferedForCompletion(String arguments) {
        cli.loggedIn(server, Role.CLIENT, "bob");
        for (Answer answer : answers()) {
            assertHarmless(answer, arguments);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upload,small,-v",
                "upload,small,--json",
                "upload,small,--if-changed,-v",
                "upload,small,--dry-run,--no-replace,-v",
                "upload,big,-v",
                "upload,big,--json",
                "upload,big,--no-replace,-v",
                "delete,x,-v",
                "delete,x,y,-v",
                "login,--ops,-u,alice,-v",
                "signup,--ops,-u,alice,-v",
                "logout,--all-profiles,-v",
            })
    void noControlCharacterShouldBeShownToAnOperator(String arguments) {
        assertHarmlessWhateverTheAnswer(Role.OPS, "alice", arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "--json"})
    void noControlCharacterShouldBeShownOfAnUploadThatHasBegun(String option) {
        cli.loggedIn(server, Role.OPS, "alice");
        Answer created = (exchange, request) -> exchange.sendResponseHeaders(201, -1);
        server.on("POST", ApiPaths.UPLOADS, StubServer.with("Location", ApiPaths.upload("u1"), created));
        List<Answer> answers = List.of(
                problem(400),
                problem(500),
                StubServer.with("Upload-Offset", EVIL_HEADER, StubServer.noContent()),
                evilHeaders(StubServer.with("Upload-Offset", "0", StubServer.noContent())));
        for (int i = 0; i < answers.size(); i++) {
            cli.with("EZWORKS_STATE_DIR", temporary.resolve("state" + i).toString());
            assertHarmless(answers.get(i), "upload,big," + option);
        }
        // The last one goes on.
        assertHarmless(problem(400), "upload,big," + option);

        assertThat(server.requests())
                .extracting(StubServer.Request::method)
                .filteredOn(method -> !method.equals("POST"))
                .containsExactly("PATCH", "PATCH", "PATCH", "PATCH", "HEAD");
    }

    private String assertHarmless(Answer answer, String arguments) {
        server.otherwise(answer);
        CliRun.Result result = cli.run(arguments.split(","));
        HostileNamesTest.assertHarmless(result);
        String shown = result.out() + result.err();
        assertThat(shown).doesNotContain("unexpected:");
        return shown;
    }

    private void assertHarmlessWhateverTheAnswer(Role role, String user, String arguments) {
        for (Answer answer : answers()) {
            cli.loggedIn(server, role, user);
            assertHarmless(answer, arguments);
        }
        cli.loggedIn(server, role, user);
        assertThat(assertHarmless(problem(400), arguments))
                .as("the server's words, or there would be nothing to be harmed by")
                .contains("evil");
    }

    private static List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        for (int status : new int[] {307, 400, 401, 403, 404, 409, 412, 500, 503, 507}) {
            answers.add(problem(status));
        }
        answers.add(evilHeaders((exchange, request) -> exchange.sendResponseHeaders(307, -1)));
        answers.add(evilHeaders((exchange, request) -> exchange.sendResponseHeaders(502, -1)));
        answers.add(StubServer.with("X-Evil", "\u001B[2J", problem(400)));
        String file = "{\"name\":\"" + EVIL + "\",\"size\":3,\"contentType\":\"" + EVIL + "\",\"sha256\":\"" + EVIL
                + "\",\"version\":1,\"uploadedAt\":\"2026-01-31T09:30:00Z\"}";
        for (String json : new String[] {
            "{\"files\":[" + file + "],\"next\":\"" + EVIL + "\"}",
            file,
            file.replaceFirst(
                    "(\"sha256\":)\"[^\"]*\"", "$1\"" + Sha256.of(SMALL).hex() + "\""),
            "{\"operators\":[{\"username\":\"" + EVIL + "\",\"files\":1}],\"status\":\"" + EVIL + "\"}",
            "{\"username\":\"" + EVIL + "\",\"role\":\"" + EVIL + "\"}",
            "{\"token\":\"" + EVIL + "\",\"expiresAt\":\"2027-01-31T10:00:00Z\"}",
            "{\"token\":\"x\",\"expiresAt\":\"" + EVIL + "\"}",
            "\"" + EVIL + "\"",
        }) {
            answers.add(evilHeaders((exchange, request) ->
                    StubServer.send(exchange, 200, "application/json", json.getBytes(StandardCharsets.UTF_8))));
        }
        return answers;
    }

    private static Answer problem(int status) {
        return evilHeaders((exchange, request) -> StubServer.send(
                exchange, status, "application/problem+json", PROBLEM.getBytes(StandardCharsets.UTF_8)));
    }

    private static Answer evilHeaders(Answer answer) {
        return (exchange, request) -> {
            for (String header : List.of("X-Request-Id", "Repr-Digest", "Date", "Location", "Content-Location")) {
                exchange.getResponseHeaders().set(header, EVIL_HEADER);
            }
            exchange.getResponseHeaders().set("ETag", '"' + EVIL_HEADER + '"');
            answer.send(exchange, request);
        };
    }
}
