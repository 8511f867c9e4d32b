package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import dev.ezworks.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest extends CommandTest {
    @ParameterizedTest
    @CsvSource({
        "400, bad-request, 1",
        "400, digest-mismatch, 8",
        "401, login-required, 4",
        "401, invalid-token, 4",
        "403, forbidden, 5",
        "404, not-found, 6",
        "404, no-such-file, 6",
        "404, no-such-user, 4",
        "409, username-taken, 1",
        "412, precondition-failed, 12",
        "408, something-new, 11",
        "413, file-too-large, 10",
        "418, something-new, 1",
        "429, something-new, 7",
        "500, content-damaged, 8",
        "500, internal-error, 7",
        "503, busy, 7",
        "504, something-new, 7",
        "507, storage-full, 10",
    })
    void everyProblemShouldHaveItsExitCode(int status, String slug, int exitCode) {
        server.on("GET", "/session", problem(status, slug, "It did not work."));
        cli.loggedIn(server, Role.OPS, "alice");

        CliRun.Result result = cli.run("whoami", "--verbose");

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("ezworks: it did not work")
                .endsWith(" (request request-7)\n")
                .hasLineCount(1);
    }

    @Test
    void anErrorWithoutAProblemShouldHaveTheExitCodeOfItsStatus() {
        server.on(
                "GET",
                "/session",
                (exchange, request) -> StubServer.send(exchange, 502, "text/html", new byte[200_000]));
        cli.loggedIn(server, Role.OPS, "alice");

        CliRun.Result result = cli.run("whoami");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.err()).contains("502").hasLineCount(1);
    }

    @Test
    void anErrorShouldNotBringControlSequencesToTheTerminal() {
        server.on("GET", "/session", problem(500, "internal-error", "\\u001b[2J\\nfake"));
        cli.loggedIn(server, Role.OPS, "alice");

        assertThat(cli.run("whoami").err()).hasLineCount(1).doesNotContain("\u001B");
    }

    @Test
    void noServerShouldBeWorthRetrying() {
        server.close();
        cli.loggedIn(server, Role.OPS, "alice");

        CliRun.Result result = cli.run("whoami");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.err()).contains("no connection to " + server.url());
    }

    @Test
    void aServerThatDoesNotAnswerShouldTimeOut() {
        server.on("GET", "/session", (exchange, request) -> server.fallSilent());
        cli.loggedIn(server, Role.OPS, "alice").with("EZWORKS_TIMEOUT", "1");

        assertThat(cli.run("whoami").exitCode()).isEqualTo(11);
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "nonsense",
        "'whoami,--nonsense'",
        "'whoami,extra'",
        "'whoami,--timeout,0'",
        "'whoami,--role,root'",
        "'whoami,--server,ftp://x'",
        "'completion,tcsh'",
    })
    void wrongUsageShouldBeOneLineThatPointsToTheHelp(String arguments) {
        CliRun.Result result = cli.run(arguments.isEmpty() ? new String[0] : arguments.split(","));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("ezworks: ").hasLineCount(1);
    }

    @Test
    void helpShouldListEveryExitCode() {
        CliRun.Result result = cli.run("--help");

        assertThat(result.exitCode()).isZero();
        for (ExitCode code : ExitCode.values()) {
            assertThat(result.out()).contains(code.number() + "  ").contains(code.meaning());
        }
    }

    @Test
    void aFlagShouldBeOnWhetherTheEnvironmentTheOptionOrBothSaySo() {
        server.on("POST", "/logout", StubServer.json(200, "{}"));

        cli.loggedIn(server, Role.OPS, "alice");
        assertThat(cli.run("logout").err()).isNotEmpty();
        cli.with("EZWORKS_QUIET", "1").loggedIn(server, Role.OPS, "alice");
        assertThat(cli.run("logout").err()).isEmpty();
        cli.loggedIn(server, Role.OPS, "alice");
        assertThat(cli.run("logout", "-q").err()).isEmpty();
        cli.with("EZWORKS_QUIET", "no").loggedIn(server, Role.OPS, "alice");
        assertThat(cli.run("logout").err()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "lits, there is no command 'lits'; see: ezworks --help",
        "list --jsn, Unknown option: '--jsn'; did you mean --json? see: ezworks list --help",
        "whoami bob, Unmatched argument at index 1: 'bob'; see: ezworks whoami --help",
    })
    void aMistypedWordShouldBeNamed(String arguments, String error) {
        CliRun.Result result = cli.run(arguments.split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("ezworks: " + error + "\n");
    }
}
