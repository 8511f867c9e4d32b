package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.fileJson;
import static dev.ezworks.cli.command.StubServer.json;
import static dev.ezworks.cli.command.StubServer.noContent;
import static dev.ezworks.cli.command.StubServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import org.junit.jupiter.api.Test;

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
