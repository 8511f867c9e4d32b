package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.fileJson;
import static dev.ezworks.cli.command.StubServer.json;
import static dev.ezworks.cli.command.StubServer.noContent;
import static dev.ezworks.cli.command.StubServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListCommandTest extends CommandTest {
    @Test
    void aClientShouldSeeEveryPageOfAnOperatorsFiles() {
        cli.loggedIn(server, Role.CLIENT, "bob");
        server.on("GET", "/client/files/alice", json(200, page("\"next\":\"b c\",", "a", "b c")));
        server.on("GET", "/client/files/alice?after=b%20c", json(200, page("", "d")));

        CliRun.Result result = cli.run("ls", "alice");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("a\nb c\nd\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", ""})
    void aListThatDoesNotGetOnShouldEnd(String again) {
        cli.loggedIn(server, Role.CLIENT, "bob");
        server.on("GET", "/client/files/alice", json(200, page("\"next\":\"b\",", "a", "b")));
        String[] names = again.isEmpty() ? new String[0] : new String[] {again};
        server.on("GET", "/client/files/alice?after=b", json(200, page("\"next\":\"b\",", names)));

        CliRun.Result result = cli.run("list", "alice");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("a\nb\n");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void damagedFilesShouldBeWarnedOf() {
        cli.loggedIn(server, Role.OPS, "alice");
        server.on("GET", "/ops/files", json(200, page("", "a", "b").replaceFirst("\\}", ",\"damaged\":true}")));

        CliRun.Result result = cli.run("list");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("a\nb\n");
        assertThat(result.err()).isEqualTo("ezworks: warning: the server has damaged bytes of a; upload it again\n");
        assertThat(cli.run("list", "--json").err()).isEmpty();
    }

    @Test
    void aPrefixShouldBeAskedForOnEveryPage() {
        cli.loggedIn(server, Role.CLIENT, "bob");
        server.on("GET", "/client/files/alice?prefix=q1%2F", json(200, page("\"next\":\"q1/a\",", "q1/a")));
        server.on("GET", "/client/files/alice?prefix=q1%2F&after=q1%2Fa", json(200, page("", "q1/b")));

        assertThat(cli.run("list", "alice", "--prefix", "q1/").out()).isEqualTo("q1/a\nq1/b\n");
    }

    @Test
    void anOperatorShouldSeeTheirOwnFiles() {
        cli.loggedIn(server, Role.OPS, "alice");
        server.on("GET", "/ops/files", json(200, page("", "a")));

        assertThat(cli.run("list").out()).isEqualTo("a\n");
        assertThat(cli.run("list", "alice").out()).isEqualTo("a\n");
    }

    @Test
    void anOperatorShouldNotSeeAnothersFiles() {
        cli.loggedIn(server, Role.OPS, "alice");

        assertThat(cli.run("list", "carol").exitCode()).isEqualTo(5);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aClientShouldSeeTheOperators() {
        cli.loggedIn(server, Role.CLIENT, "bob");
        server.on("GET", "/client/ops", json(200, """
                        {"operators":[{"username":"alice","files":2,"newestUpload":"2026-01-31T09:30:00Z"},\
                        {"username":"carol","files":0}]}"""));

        assertThat(cli.run("list").out()).isEqualTo("alice\ncarol\n");
        assertThat(cli.run("list", "--json").out()).isEqualTo("""
                        {"username":"alice","files":2,"newestUpload":"2026-01-31T09:30:00Z"}
                        {"username":"carol","files":0}
                        """);
    }

    @Test
    void checksumsShouldBeWhatSha256sumReads() throws Exception {
        cli.loggedIn(server, Role.CLIENT, "bob");
        String[] names = {" two  words ", "#1", "*star", "-", "--check", "2026/Größe.txt"};
        server.on("GET", "/client/files/alice", json(200, page("", names)));
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[3]);
        }

        CliRun.Result result = cli.run("list", "alice", "--format", "sha256sum");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines()).hasSameSizeAs(names);
        assertThat(sha256sumChecks(result.bytes())).isTrue();
        Files.write(folder.resolve("*star"), new byte[4]);
        assertThat(sha256sumChecks(result.bytes())).isFalse();
    }

    private boolean sha256sumChecks(byte[] list) throws Exception {
        Path listFile = Files.write(temporary.resolve("SHA256SUMS"), list);
        Process check = new ProcessBuilder("sha256sum", "--check", "--strict", "--quiet", listFile.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("check.log").toFile())
                .start();
        return check.waitFor() == 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "a\\nb", "a\\\\b", "\\u001b[2J"})
    void aNameThatLeadsOutOfTheFolderShouldNotGetToSha256sum(String json) {
        cli.loggedIn(server, Role.CLIENT, "bob");
        server.on("GET", "/client/files/alice", json(200, page("", json)));

        CliRun.Result result = cli.run("list", "alice", "--format", "sha256sum");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).doesNotContain("\u001b");
    }

    @Test
    void aFormatShouldBeKnownAndAlone() {
        cli.loggedIn(server, Role.CLIENT, "bob");

        assertThat(cli.run("list", "alice", "--format", "md5sum").exitCode()).isEqualTo(2);
        assertThat(cli.run("list", "alice", "--format", "sha256sum", "--json").exitCode())
                .isEqualTo(2);
        assertThat(cli.run("list", "--format", "sha256sum").exitCode()).isEqualTo(2);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void namesOfAHostileServerShouldNotReachTheTerminalRaw() {
        cli.loggedIn(server, Role.CLIENT, "bob");
        server.on("GET", "/client/files/alice", json(200, page("", "x\\u001b]0;owned\\u0007")));

        assertThat(cli.run("list", "alice").out()).isEqualTo("x\\u{1b}]0;owned\\u{7}\n");
    }

    @Test
    void anUnknownOperatorShouldNotBeFound() {
        cli.loggedIn(server, Role.CLIENT, "bob");
        server.on("GET", "/client/files/nobody", problem(ProblemCode.NO_SUCH_OPERATOR));

        assertThat(cli.run("list", "nobody").exitCode()).isEqualTo(6);
        assertThat(cli.run("list", "not a name").exitCode()).isEqualTo(2);
    }

    @Test
    void deleteShouldRemoveEachFile() {
        cli.loggedIn(server, Role.OPS, "alice");
        server.on("DELETE", "/ops/files/a", noContent());
        server.on("DELETE", "/ops/files/gone", problem(ProblemCode.NO_SUCH_FILE));

        assertThat(cli.run("rm", "a").exitCode()).isZero();
        assertThat(cli.run("rm", "gone").exitCode()).isEqualTo(6);
        assertThat(cli.run("rm", "gone", "a").exitCode()).isEqualTo(3);
        assertThat(cli.run("rm", "a/../b").exitCode()).isEqualTo(2);
    }

    @Test
    void deleteShouldBeWorthRetryingIfNoServerAnswers() {
        cli.loggedIn("http://127.0.0.1:1", Role.OPS, "alice", CliRun.NOW);

        assertThat(cli.run("delete", "a").exitCode()).isEqualTo(7);
        assertThat(cli.run("delete", "a", "b").exitCode()).isEqualTo(7);
    }

    @Test
    void deleteShouldNotAskForEveryFileIfTheServerIsGone() {
        cli.loggedIn(server, Role.OPS, "alice");
        server.otherwise(problem(ProblemCode.BUSY));
        String[] arguments = Stream.concat(
                        Stream.of("delete"), IntStream.range(0, 25).mapToObj(i -> "f" + i))
                .toArray(String[]::new);

        CliRun.Result result = cli.run(arguments);

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(server.requests()).hasSize(10);
        assertThat(result.err()).endsWith("\n15 left\n");
    }

    @Test
    void deleteShouldEndWithALoginThatIsOver() {
        cli.loggedIn(server, Role.OPS, "alice");
        server.otherwise(problem(ProblemCode.INVALID_TOKEN));

        assertThat(cli.run("delete", "a", "b").exitCode()).isEqualTo(4);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void deleteShouldBeForOperators() {
        cli.loggedIn(server, Role.CLIENT, "bob");

        assertThat(cli.run("delete", "a").exitCode()).isEqualTo(5);
        assertThat(server.requests()).isEmpty();
    }

    private static String page(String next, String... names) {
        StringBuilder files = new StringBuilder();
        for (String name : names) {
            files.append(files.isEmpty() ? "" : ",").append(fileJson(name, new byte[3], 1));
        }
        return "{" + next + "\"files\":[" + files + "]}";
    }
}
