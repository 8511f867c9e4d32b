package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import dev.ezworks.cli.output.DisplayText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

/** A server that lists names which are none: they become no files, and do nothing to the terminal. */
class HostileNamesTest extends CommandTest {
    private static final String LIST = "/client/files/alice";
    private static final byte[] CONTENT = {1, 2, 3};

    private Path mirror;

    @BeforeEach
    void logIn() throws IOException {
        cli.loggedIn(server, Role.CLIENT, "bob");
        mirror = folder.resolve("deep/er/in");
        Files.createDirectories(mirror);
        server.otherwise(StubServer.file(CONTENT));
    }

    static Stream<String> names() {
        return Stream.of(
                "../../x",
                "a/../../../x",
                "..",
                ".",
                "",
                "/etc/x",
                "//x",
                "a//b",
                "a/",
                "C:\\x",
                "..\\..\\x",
                "a\u0000b",
                "a\nb",
                "a\rb",
                "\u001B]0;title\u0007x",
                "\u001B[2Jx",
                "\u009B31mx",
                "safe\u202Efdp.exe",
                "\u2066x\u2069",
                "a\u2028b",
                "\u007F",
                "\uD800x",
                "x".repeat(256),
                "e\u0301",
                ("x".repeat(200) + "/").repeat(6) + "x");
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameThatIsNoneShouldEndTheRunBeforeAnythingIsWritten(String name) throws IOException {
        list(List.of("a", name));
        Path precious = Files.writeString(mirror.resolve("precious"), "keep");

        for (String option : List.of("--force", "--dry-run", "--json", "--delete")) {
            CliRun.Result result = run(option);

            assertThat(result.exitCode()).isEqualTo(1);
            assertHarmless(result);
            assertThat(everythingIn(temporary.resolve("work/deep"))).containsExactly(precious);
        }
        for (String option : List.of("--long", "--json", "--quiet")) {
            assertHarmless(cli.run("list", "alice", option));
        }
    }

    @Test
    void namesOfAnyAllowedKindShouldArrive() throws IOException {
        List<String> names = List.of(
                " ",
                "$(touch x)",
                "-rf",
                "C:x",
                "NUL",
                "a b/c d",
                "con.txt",
                "x".repeat(255),
                "y".repeat(255) + "/" + "z".repeat(255),
                "~",
                "\u65E5\u672C\u8A9E",
                "\uD83D\uDE00");
        list(names);

        CliRun.Result result = run("--force");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertHarmless(result);
        assertThat(everythingIn(mirror))
                .containsExactlyInAnyOrderElementsOf(
                        names.stream().map(mirror::resolve).toList());
    }

    @Test
    void theNamesOfUnfinishedDownloadsShouldBeOurs() throws IOException {
        list(List.of(".ezworks-0123456789abcdef.partial", "a/.ezworks-0123456789ABCDEF.version", "b"));

        CliRun.Result result = run("--force");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(everythingIn(mirror)).containsExactly(mirror.resolve("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b,a", "a,a", "a,B"})
    void aListThatIsNotInOrderShouldNotBeBelieved(String names) throws IOException {
        list(List.of(names.split(",")));

        assertThat(run("--force").exitCode()).isEqualTo(1);
        assertThat(everythingIn(mirror)).isEmpty();
    }

    @Test
    void aListThatGoesInCirclesShouldEnd() {
        String page = "{\"files\":[" + json("a") + "],\"next\":\"a\"}";
        server.on("GET", LIST, StubServer.json(200, page)).on("GET", LIST + "?after=a", StubServer.json(200, page));
        assertThat(run("--force").exitCode()).isEqualTo(1);

        server.on("GET", LIST, StubServer.json(200, "{\"files\":[],\"next\":\"a\"}"));
        assertThat(run("--force").exitCode()).isEqualTo(1);
    }

    @Test
    void digestsAndSizesThatAreNoneShouldNotBeBelieved() throws IOException {
        for (String lie : List.of(
                json("a").replaceAll("[0-9a-f]{64}", "../../x"),
                json("a").replaceAll("[0-9a-f]{64}", "00"),
                json("a").replace("\"size\":3", "\"size\":-1"),
                json("a").replace("\"size\":3", "\"size\":\"3\""))) {
            server.on("GET", LIST, StubServer.json(200, "{\"files\":[" + lie + "]}"));

            assertThat(run("--force").exitCode()).as(lie).isEqualTo(1);
            assertThat(everythingIn(mirror)).isEmpty();
        }
    }

    private CliRun.Result run(String option) {
        return cli.run("download", "--all", "alice", "--into", "deep/er/in", option);
    }

    private void list(List<String> names) {
        server.on(
                "GET",
                LIST,
                StubServer.json(
                        200,
                        "{\"files\":["
                                + String.join(
                                        ",",
                                        names.stream()
                                                .map(HostileNamesTest::json)
                                                .toList())
                                + "]}"));
    }

    private static String json(String name) {
        return StubServer.fileJson("NAME", CONTENT, 1).replace("\"NAME\"", escaped(name));
    }

    /** All that is not plain ASCII as JSON escapes: the server is a liar, but its JSON is valid. */
    private static String escaped(String name) {
        StringBuilder ascii = new StringBuilder();
        JSON.std
                .asString(name)
                .chars()
                .forEach(c -> ascii.append(c < 0x7F ? "" + (char) c : String.format("\\u%04x", c)));
        return ascii.toString();
    }

    static void assertHarmless(CliRun.Result result) {
        String shown = new String(result.bytes(), StandardCharsets.UTF_8) + result.err();
        assertThat(DisplayText.escape(shown.replace("\n", ""))).isEqualTo(shown.replace("\n", ""));
    }

    private static List<Path> everythingIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
