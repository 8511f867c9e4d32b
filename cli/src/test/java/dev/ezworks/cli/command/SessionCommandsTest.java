package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.json;
import static dev.ezworks.cli.command.StubServer.problem;
import static dev.ezworks.cli.command.StubServer.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.cli.profile.Profile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCommandsTest extends CommandTest {
    private static final String LOGIN = """
            {"token":"fresh-token","tokenType":"Bearer","expiresAt":"2027-01-31T10:00:00Z","username":"alice",\
            "role":"ops"}""";
    private static final String SESSION = """
            {"username":"alice","role":"ops","createdAt":"2026-01-31T10:00:00Z","expiresAt":"2027-01-31T10:00:00Z"}""";

    @Test
    void signupShouldSendNameAndPasswordAndNotLogIn() {
        server.on("POST", "/ops/signup", json(201, "{}"));

        CliRun.Result result = cli.with("EZWORKS_PASSWORD", "s€cret\"")
                .run("signup", "--ops", "-u", "alice", "--server", server.url());

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("signed up alice as ops");
        assertThat(server.request("POST").text())
                .contains("\"username\":\"alice\"")
                .contains("\"password\":\"s€cret\\\"\"");
        assertThat(cli.profiles().load().all()).isEmpty();
    }

    @Test
    void signupShouldMakeAClientUnlessToldOtherwise() {
        server.on("POST", "/client/signup", json(201, "{}"));

        assertThat(cli.with("EZWORKS_PASSWORD", "x")
                        .run("signup", "-u", "bob", "--server", server.url())
                        .exitCode())
                .isZero();
    }

    @Test
    void signupShouldAskTwiceForAPassword() {
        server.on("POST", "/client/signup", json(201, "{}"));

        CliRun.Result slip = cli.typing("bob", "one", "two").run("signup", "--server", server.url());
        assertThat(slip.exitCode()).isEqualTo(2);
        assertThat(server.requests()).isEmpty();

        CliRun.Result right = cli.typing("bob", "one", "one").run("signup", "--server", server.url());
        assertThat(right.exitCode()).isZero();
        assertThat(server.request("POST").text()).contains("\"bob\"").contains("\"one\"");
    }

    @Test
    void aTakenUsernameShouldBeAnError() {
        server.on("POST", "/client/signup", problem(409, "username-taken", "The username bob is taken."));

        CliRun.Result result = cli.with("EZWORKS_PASSWORD", "x").run("signup", "-u", "bob", "--server", server.url());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("ezworks: the username bob is taken\n");
    }

    @Test
    void loginShouldKeepTheTokenForItsServer() {
        server.on("POST", "/ops/login", json(200, LOGIN));

        CliRun.Result result = cli.input("hunter2\n")
                .run("login", "--role", "ops", "-u", "alice", "--password-stdin", "--server", server.url());

        assertThat(result.exitCode()).isZero();
        assertThat(server.request("POST").text()).contains("\"password\":\"hunter2\"");
        assertThat(server.request("POST").header("accept")).isEqualTo("application/json");
        assertThat(cli.profiles().load().all()).singleElement().satisfies(profile -> {
            assertThat(profile.token()).isEqualTo("fresh-token");
            assertThat(profile.server()).hasToString(server.url());
            assertThat(profile.role()).isEqualTo(Role.OPS);
        });
        assertThat(result.out() + result.err()).doesNotContain("fresh-token").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a\\nb", "\\u001b[2J", "\\u20ac"})
    void whatCanBeNoTokenShouldNotBeKept(String token) {
        server.on("POST", "/ops/login", json(200, LOGIN.replace("fresh-token", token)));

        CliRun.Result result =
                cli.with("EZWORKS_PASSWORD", "x").run("login", "--ops", "-u", "alice", "--server", server.url());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("ezworks: the answer").contains("check that an ezworks server");
        assertThat(cli.profiles().load().all()).isEmpty();
    }

    @Test
    void aPasswordShouldKeepItsSpacesAndLoseItsLineEndOnly() {
        server.on("POST", "/client/login", json(200, LOGIN));

        cli.input("  two words \r\n").run("login", "-u", "bob", "--password-stdin", "--server", server.url());

        assertThat(server.request("POST").text()).contains("\"password\":\"  two words \"");
    }

    @Test
    void loginWithoutTerminalAndPasswordShouldNotAsk() {
        CliRun.Result result = cli.run("login", "-u", "bob", "--server", server.url());

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.err()).contains("--password-stdin").contains("EZWORKS_PASSWORD");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aPasswordShouldNotBeAnArgument() {
        assertThat(cli.run("login", "-u", "bob", "--password", "x").exitCode()).isEqualTo(2);
    }

    @Test
    void wrongPasswordAndUnknownUserShouldNeedALogin() {
        server.on("POST", "/ops/login", problem(ProblemCode.WRONG_PASSWORD));
        server.on("POST", "/client/login", problem(ProblemCode.NO_SUCH_USER));
        cli.with("EZWORKS_PASSWORD", "x");

        assertThat(cli.run("login", "--ops", "-u", "bob", "--server", server.url())
                        .exitCode())
                .isEqualTo(4);
        assertThat(cli.run("login", "-u", "bob", "--server", server.url()).exitCode())
                .isEqualTo(4);
    }

    @Test
    void loginShouldGoToTheServerOfTheNewestLoginUnlessToldOtherwise() {
        server.on("POST", "/client/login", json(200, LOGIN));
        cli.loggedIn(server, Role.OPS, "alice");

        assertThat(cli.with("EZWORKS_PASSWORD", "x").run("login", "-u", "bob").exitCode())
                .isZero();
    }

    @Test
    void contradictingRolesShouldBeWrongUsage() {
        CliRun.Result result = cli.with("EZWORKS_PASSWORD", "x").run("login", "--ops", "--role", "client", "-u", "bob");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(cli.with("EZWORKS_ROLE", "client")
                        .with("EZWORKS_URL", server.url())
                        .run("login", "--ops", "-u", "bob")
                        .exitCode())
                .as("the environment yields to the option")
                .isEqualTo(6);
    }

    @Test
    void logoutShouldEndTheSessionAndForgetIt() {
        server.on("POST", "/logout", json(200, "{}"));
        cli.loggedIn(server, Role.OPS, "alice");

        assertThat(cli.run("logout").exitCode()).isZero();

        assertThat(server.request("POST").header("authorization")).isEqualTo("Bearer token-of-alice");
        assertThat(cli.profiles().load().all()).isEmpty();
        assertThat(cli.run("logout").exitCode()).isEqualTo(4);
    }

    @Test
    void logoutShouldForgetASessionThatIsOverAlready() {
        server.on("POST", "/logout", problem(ProblemCode.INVALID_TOKEN));
        cli.loggedIn(server, Role.OPS, "alice");

        assertThat(cli.run("logout").exitCode()).isZero();
        assertThat(cli.profiles().load().all()).isEmpty();
    }

    @Test
    void logoutShouldKeepASessionItCouldNotEnd() {
        server.on("POST", "/logout", problem(ProblemCode.STORE_UNAVAILABLE));
        cli.loggedIn(server, Role.OPS, "alice");

        assertThat(cli.run("logout").exitCode()).isEqualTo(7);
        assertThat(cli.profiles().load().all()).hasSize(1);
    }

    @Test
    void logoutOfAllShouldEndWhatItCan() {
        server.on("POST", "/logout", json(200, "{}"));
        cli.loggedIn(server, Role.OPS, "alice");
        cli.loggedIn("http://127.0.0.1:1", Role.CLIENT, "bob", CliRun.NOW);

        assertThat(cli.run("logout", "--all-profiles").exitCode()).isEqualTo(3);
        assertThat(cli.profiles().load().all())
                .extracting(Profile::username)
                .asString()
                .isEqualTo("[bob]");
    }

    @Test
    void logoutOfAllShouldBeWorthRetryingIfNoServerAnswers() {
        assertThat(cli.run("logout", "--all-profiles").exitCode()).as("nobody").isZero();
        cli.loggedIn("http://127.0.0.1:1", Role.CLIENT, "bob", CliRun.NOW);
        assertThat(cli.run("logout", "--all-profiles").exitCode()).as("one").isEqualTo(7);
        cli.loggedIn("http://127.0.0.1:2", Role.OPS, "alice", CliRun.NOW);
        assertThat(cli.run("logout", "--all-profiles").exitCode())
                .as("all of them")
                .isEqualTo(7);
        assertThat(cli.profiles().load().all()).hasSize(2);
    }

    @Test
    void logoutOfTheOnlyOneShouldHaveItsOwnExitCode() {
        server.on("POST", "/logout", problem(ProblemCode.NOT_FOUND));
        cli.loggedIn(server, Role.OPS, "alice");

        assertThat(cli.run("logout", "--all-profiles").exitCode()).isEqualTo(6);
    }

    @Test
    void whoamiShouldSayWhatTheServerSays() {
        server.on("GET", "/session", json(200, SESSION));
        cli.loggedIn(server, Role.OPS, "alice");

        assertThat(cli.run("whoami").out())
                .isEqualTo("alice (ops) at " + server.url() + ", until 2027-01-31T10:00:00Z\n");
        assertThat(cli.run("whoami", "--json").out()).isEqualTo("""
                        {"username":"alice","role":"ops","createdAt":"2026-01-31T10:00:00Z",\
                        "expiresAt":"2027-01-31T10:00:00Z","server":"%s"}
                        """.formatted(server.url()));
    }

    @Test
    void theEnvironmentsTokenShouldGoBeforeTheKeptOne() {
        server.on("GET", "/session", json(200, SESSION));
        cli.loggedIn(server, Role.OPS, "alice").with("EZWORKS_TOKEN", "from-outside");

        cli.run("whoami", "--server", server.url());

        assertThat(server.requests())
                .allSatisfy(
                        request -> assertThat(request.header("authorization")).isEqualTo("Bearer from-outside"));
    }

    @Test
    void aTokenShouldNotGoToAnotherServer() throws IOException {
        try (StubServer other = new StubServer()) {
            cli.loggedIn(server, Role.OPS, "alice");

            CliRun.Result result = cli.run("whoami", "--server", other.url());

            assertThat(result.exitCode()).isEqualTo(4);
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void aTokenShouldNotFollowARedirect() throws IOException {
        try (StubServer other = new StubServer()) {
            other.on("GET", "/session", json(200, SESSION));
            server.on("GET", "/session", redirect(other.url() + "/session"));
            cli.loggedIn(server, Role.OPS, "alice");

            CliRun.Result result = cli.run("whoami");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).contains(other.url()).contains("--server");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void theNewestLoginShouldCountUnlessAnotherIsPicked() {
        server.on("GET", "/session", json(200, SESSION));
        cli.loggedIn(server.url(), Role.OPS, "alice", CliRun.NOW);
        cli.loggedIn(server.url(), Role.CLIENT, "bob", CliRun.NOW.plusSeconds(1));

        cli.run("whoami");
        cli.run("whoami", "--ops");
        cli.run("whoami", "--profile", "alice.ops@" + server.url().substring("http://".length()));

        assertThat(server.requests())
                .extracting(request -> request.header("authorization"))
                .containsExactly("Bearer token-of-bob", "Bearer token-of-alice", "Bearer token-of-alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "[]", "{}", "{\"username\":1}", "{\"username\":\"alice\",\"role\":\"root\"}"})
    void anAnswerThatIsNotOursShouldBeSaidToBe(String body) {
        server.on("GET", "/session", json(200, body));
        cli.loggedIn(server, Role.OPS, "alice");

        CliRun.Result result = cli.run("whoami");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("ezworks: the answer ").contains("check that an ezworks server");
    }

    @Test
    void aPageOfHtmlShouldNotBeTakenForAnAnswer() {
        server.on(
                "GET", "/session", (exchange, request) -> StubServer.send(exchange, 200, "text/html", new byte[] {60}));
        cli.loggedIn(server, Role.OPS, "alice");

        assertThat(cli.run("whoami").exitCode()).isEqualTo(1);
    }
}
