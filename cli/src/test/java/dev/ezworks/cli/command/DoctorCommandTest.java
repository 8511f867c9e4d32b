package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.client.ServerGlimpse;
import dev.ezworks.cli.client.ServerUrl;
import dev.ezworks.cli.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest extends CommandTest {
    @BeforeEach
    void serve() {
        server.on("GET", "/openapi.json", StubServer.json(200, "{\"openapi\":\"3.1.0\",\"info\":{\"version\":\"1\"}}"));
        // The test's server says what time it really is.
        cli.clock(Clock.systemUTC());
        server.on("POST", "/client/signup", problem(ProblemCode.BAD_FIELDS));
        server.on("GET", "/session", session("2999-01-31T10:00:00Z"));
    }

    @Test
    void whatIsWellShouldBeSaidToBe() {
        cli.loggedIn(server, Role.CLIENT, "bob");

        CliRun.Result result = cli.run("doctor");

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.out().lines()).allMatch(line -> line.startsWith("OK "));
        assertThat(result.out())
                .contains("server: " + server.url() + " (profile bob.client@")
                .contains("timeout: 60s (default)")
                .containsPattern("clock: [0-9]+ s apart")
                .contains("login: bob (client) until 2999-01-31T10:00:00Z")
                .doesNotContain("token-of-bob");
    }

    @Test
    void eachSettingShouldSayWhereItComesFrom() {
        cli.loggedIn(server, Role.CLIENT, "bob")
                .with("EZWORKS_URL", server.url())
                .with("EZWORKS_CONNECT_TIMEOUT", "7")
                .with("https_proxy", "http://user:secret@proxy:1");

        assertThat(cli.run("doctor", "--timeout", "3m").out())
                .contains("server: " + server.url() + " (environment, EZWORKS_URL)")
                .contains("connect-timeout: PT7S (environment, EZWORKS_CONNECT_TIMEOUT)")
                .contains("timeout: PT3M (flag --timeout)")
                .contains("https_proxy: http://\u2026@proxy:1 (environment)")
                .doesNotContain("secret");
    }

    @Test
    void everyVariableThatSteersACommandShouldBeShown() {
        cli.loggedIn(server, Role.CLIENT, "bob")
                .with("EZWORKS_MAX_RETRIES", "3")
                .with("EZWORKS_JOBS", "many")
                .with("EZWORKS_LIMIT_RATE", "1M")
                .with("EZWORKS_FORCE", "1")
                .with("EZWORKS_DELETE", "yes")
                .with("EZWORKS_NO_REPLACE", "no")
                .with("EZWORKS_OPS", "0")
                .with("EZWORKS_COMPLETION_TIMEOUT", "9s")
                .with("EZWORKS_PASSWORD", "top-secret")
                .with("EZWORKS_DRY_RUN", "")
                .with("EZWORKS_NONSENSE", "1");

        CliRun.Result result = cli.run("doctor");

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.out().lines())
                .contains(
                        "OK       EZWORKS_MAX_RETRIES: 3 (environment)",
                        "OK       EZWORKS_JOBS: many (environment)",
                        "OK       EZWORKS_LIMIT_RATE: 1M (environment)",
                        "OK       EZWORKS_FORCE: 1 (environment)",
                        "OK       EZWORKS_DELETE: yes (environment)",
                        "OK       EZWORKS_NO_REPLACE: no (environment)",
                        "OK       EZWORKS_OPS: 0 (environment)",
                        "OK       EZWORKS_COMPLETION_TIMEOUT: 9s (environment)",
                        "OK       EZWORKS_PASSWORD: one that is not shown (environment)")
                .doesNotHaveDuplicates();
        assertThat(result.out())
                .doesNotContain("top-secret")
                .doesNotContain("EZWORKS_DRY_RUN")
                .doesNotContain("EZWORKS_NONSENSE");
    }

    @Test
    void theVariableOfEveryOptionShouldBeShown() {
        List<String> variables = cli.commandLine().getSubcommands().values().stream()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> !option.usageHelp())
                .map(option -> EnvironmentDefaults.variable(option.longestName()))
                .distinct()
                .toList();
        // Most options take it.
        variables.forEach(variable -> cli.with(variable, "1"));
        cli.with("EZWORKS_URL", server.url()).with("EZWORKS_ROLE", "ops").with("EZWORKS_JSON", "0");

        String shown = cli.run("doctor").out();

        assertThat(variables).hasSizeGreaterThan(30);
        for (String variable : variables) {
            assertThat(shown).containsPattern("( " + variable + ": )|(environment, " + variable + "\\))");
        }
    }

    @Test
    void aVariableThatYieldsToAFlagHereShouldBeShownForTheOtherCommands() {
        cli.with("EZWORKS_URL", "http://user:se@cret@far").with("EZWORKS_TIMEOUT", "5m");

        assertThat(cli.run("doctor", "--server", server.url(), "--timeout", "3m")
                        .out())
                .contains("timeout: PT3M (flag --timeout)\n")
                .contains("EZWORKS_TIMEOUT: 5m (environment)\n")
                .contains("EZWORKS_URL: http://…@far (environment)\n")
                .doesNotContain("cret");
    }

    @Test
    void aServerOfANeighbourShouldBeSaidToBe() {
        Path authorities = folder.resolve("ca.pem");
        keep(server.url(), authorities);

        assertThat(cli.run("doctor", "--ops").out())
                .contains("server: " + server.url() + " (profile bob)\n")
                .contains("profile: none (default)\n")
                .contains("cacert: " + authorities + " (profile bob)\n")
                .contains("to mend  login: not logged in as ops");
    }

    @Test
    void aServerOfTheNamedProfileShouldBeSaidToBeWhateverTheTokenIs() {
        keep(server.url(), folder.resolve("ca.pem"));

        assertThat(cli.with("EZWORKS_TOKEN", "top-secret")
                        .run("doctor", "--profile", "bob")
                        .out())
                .contains("server: " + server.url() + " (profile bob)\n")
                .contains("profile: bob (flag --profile)\n")
                .contains("cacert: none (default)\n")
                .contains("OK       login: bob");
    }

    @Test
    void theServerOfATokenShouldBeTheDefaultOneWhoeverIsLoggedIn() {
        keep(server.url(), folder.resolve("ca.pem"));

        assertThat(cli.with("EZWORKS_TOKEN", "not a token").run("doctor").out())
                .contains("server: http://127.0.0.1:5000 (default)\n")
                .contains("profile: none (default)\n")
                .contains("cacert: none (default)\n");
    }

    @Test
    void theCertificatesOfAnotherServersLoginShouldNotBeUsed() {
        String nobody = "https://127.0.0.1:1";
        cli.loggedIn(nobody, Role.OPS, "alice", CliRun.NOW);
        keep("https://files.example.org", folder.resolve("missing.pem"));

        assertThat(cli.run("doctor", "--ops").out())
                .contains("server: " + nobody + " (profile alice.ops@127.0.0.1:1)\n")
                .contains("cacert: none (default)\n")
                .contains("to mend  connection: no connection to " + nobody);
    }

    @ParameterizedTest
    @CsvSource({
        "--ops, '', ops (flag --ops)",
        "--role ops, '', ops (flag --role)",
        "'', EZWORKS_OPS=1, 'ops (environment, EZWORKS_OPS)'",
        "'', EZWORKS_ROLE=ops, 'ops (environment, EZWORKS_ROLE)'",
        "--role client, EZWORKS_OPS=1, client (flag --role)",
        "--ops, EZWORKS_ROLE=client, ops (flag --ops)",
        "'', EZWORKS_OPS=0, client (profile bob)"
    })
    void theRoleShouldSayWhereItComesFromWhoeverIsLoggedIn(String flags, String variable, String expected) {
        keep(server.url(), null);
        if (!variable.isEmpty()) {
            cli.with(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }

        assertThat(cli.run(("doctor " + flags).split(" ")).out()).contains("OK       role: " + expected + "\n");
    }

    /** A client's login, newer than all others. */
    private void keep(String url, @Nullable Path authorities) {
        Instant newer = CliRun.NOW.plusSeconds(1);
        cli.profiles()
                .update(profiles -> profiles.with(new Profile(
                        "bob",
                        ServerUrl.parse(url),
                        Role.CLIENT,
                        new Username("bob"),
                        "token-of-bob",
                        newer.plusSeconds(60),
                        newer,
                        authorities)));
    }

    @ParameterizedTest
    @CsvSource({
        "http://user:secret@proxy:1, http://…@proxy:1",
        "https://user:secret@proxy:1, https://…@proxy:1",
        "user:secret@proxy:1, …@proxy:1",
        "http://user:se@cret@proxy, http://…@proxy",
        "http://user:se/cret@proxy, http://…@proxy",
        "socks5://user:se//cret@proxy, …@proxy",
        "http://proxy:1, http://proxy:1"
    })
    void aProxysPasswordShouldNotBeShown(String value, String shown) {
        cli.loggedIn(server, Role.CLIENT, "bob");
        for (String variable :
                List.of("https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY")) {
            cli.with(variable, value);
        }

        CliRun.Result result = cli.run("doctor");

        assertThat(result.out()).doesNotContain("cret");
        assertThat(result.out().lines().filter(line -> line.contains(": " + shown + " (environment)")))
                .hasSize(7);
    }

    @Test
    void aProxyThatIsNoneShouldBeMendedAndNotShown() {
        cli.loggedIn("https://files.example.org", Role.CLIENT, "bob", CliRun.NOW)
                .with("https_proxy", "user:se^cret@proxy");

        CliRun.Result result = cli.run("doctor");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .contains("to mend  connection: https_proxy does not hold the address of a proxy")
                .doesNotContain("cret");
    }

    @Test
    void tokensThatOthersCanReadShouldBeMended() throws IOException {
        cli.loggedIn(server, Role.CLIENT, "bob");
        Files.setPosixFilePermissions(
                folder.resolve("config/profiles.json"), PosixFilePermissions.fromString("rw-r--r--"));

        CliRun.Result result = cli.run("doctor");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).startsWith("to mend  logins: others can read").contains("chmod 600");
    }

    @Test
    void keptTokensThatOthersCanReadShouldBeMendedWhateverTokenIsUsed() throws IOException {
        cli.loggedIn(server, Role.CLIENT, "bob").with("EZWORKS_TOKEN", "top-secret");
        Files.setPosixFilePermissions(
                folder.resolve("config/profiles.json"), PosixFilePermissions.fromString("rw-r--r--"));

        CliRun.Result result = cli.run("doctor", "--server", server.url());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .contains("to mend  logins: others can read")
                .contains("OK       connection: ")
                .contains("OK       login: bob");
    }

    @Test
    void whatIsOpenToStrangersShouldBeWarnedOf() {
        String far = "http://files.example.org";
        cli.loggedIn(far, Role.CLIENT, "bob", CliRun.NOW).with("http_proxy", server.url());
        server.on("GET", far + "/openapi.json", StubServer.json(200, "{\"info\":{\"version\":\"1\"}}"))
                .on("GET", far + "/session", session("2999-01-31T10:00:00Z"))
                .on("POST", far + "/client/signup", problem(ProblemCode.BAD_FIELDS))
                .on("POST", far + "/ops/signup", problem(ProblemCode.BAD_FIELDS))
                .on("GET", far + "/actuator/prometheus", StubServer.json(200, "{}"));

        CliRun.Result result = cli.run("doctor");

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.out())
                .contains("warning  encryption: none")
                .contains("warning  sign-up of clients: whoever reaches the server may fetch every file; ")
                .contains("warning  sign-up of operators: whoever reaches the server may publish files; ")
                .contains("warning  metrics: whoever reaches the server may read them; ");
    }

    @Test
    void aServerThatIsNotThereShouldBeMended() {
        cli.loggedIn("http://127.0.0.1:1", Role.CLIENT, "bob", CliRun.NOW);

        CliRun.Result result = cli.run("doctor");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("to mend  connection: no connection to http://127.0.0.1:1");
    }

    @Test
    void aLoginThatHasEndedShouldBeMended() {
        cli.loggedIn(server, Role.CLIENT, "bob");
        server.on("GET", "/session", problem(ProblemCode.INVALID_TOKEN));

        CliRun.Result result = cli.run("doctor");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("to mend  login: ").contains("run: ezworks login");
    }

    @Test
    void nobodyLoggedInShouldBeMended() {
        CliRun.Result result = cli.run("doctor", "--server", server.url());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("to mend  login: not logged in");
    }

    @Test
    void clocksThatAreApartAndALoginThatEndsSoonShouldBeWarnedOf() {
        cli.loggedIn(server, Role.CLIENT, "bob");
        cli.clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(3)));
        server.on(
                "GET",
                "/session",
                session(Instant.now().plus(Duration.ofDays(5)).toString()));

        CliRun.Result result = cli.run("doctor");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .containsPattern("warning  clock: 1[0-9]{2} s apart")
                .contains("warning  login: bob (client) until ");
    }

    @Test
    void aClockThatIsWrongShouldBeMended() {
        cli.loggedIn(server, Role.CLIENT, "bob");
        cli.clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));

        CliRun.Result result = cli.run("doctor");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).containsPattern("to mend  clock: 3[0-9]{3} s apart");
    }

    @ParameterizedTest
    @CsvSource({"-1, TO_MEND", "0, TO_MEND", "1, WARNING", "13, WARNING", "15, OK"})
    void aCertificateThatHasEndedShouldBeMendedAndOneThatEndsSoonWarnedOf(int days, Check.Status status) {
        ServerGlimpse glimpse =
                new ServerGlimpse("1", Duration.ofMillis(1), CliRun.NOW, CliRun.NOW.plus(Duration.ofDays(days)));

        assertThat(new GlimpseCheck(Clock.fixed(CliRun.NOW, ZoneOffset.UTC))
                        .checks(ServerUrl.parse("https://files.example.org"), glimpse))
                .extracting(Check::status)
                .containsExactly(Check.Status.OK, status);
    }

    @Test
    void aTokenOfTheEnvironmentShouldNotBeShown() {
        CliRun.Result result =
                cli.with("EZWORKS_TOKEN", "top-secret").run("doctor", "--server", server.url(), "--verbose");

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.out() + result.err()).contains("EZWORKS_TOKEN").doesNotContain("top-secret");
    }

    @Test
    void programsShouldGetAnObjectALine() {
        cli.loggedIn(server, Role.CLIENT, "bob");
        server.on("GET", "/session", problem(ProblemCode.INVALID_TOKEN));

        List<String> lines = cli.run("doctor", "--json").out().lines().toList();

        assertThat(lines).hasSizeGreaterThan(8).allMatch(line -> line.startsWith("{\"check\":\""));
        assertThat(lines)
                .anyMatch(line -> line.startsWith("{\"check\":\"login\",\"status\":\"to mend\",\"finding\":\"")
                        && line.endsWith("\"mend\":\"run: ezworks login\"}"));
    }

    private static StubServer.Answer session(String expiresAt) {
        return StubServer.json(
                200,
                "{\"username\":\"bob\",\"role\":\"client\",\"createdAt\":\"2026-01-01T00:00:00Z\"," + "\"expiresAt\":\""
                        + expiresAt + "\"}");
    }
}
