package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Options that come from the environment, beside those of the command line. */
class EnvironmentDefaultsTest extends CommandTest {
    private static final String LOGIN = """
            {"token":"fresh-token","tokenType":"Bearer","expiresAt":"2027-01-31T10:00:00Z","username":"alice",\
            "role":"ops"}""";

    /** Else picocli sets it to the opposite of its default, and that may be what the environment says. */
    @Test
    void everyFlagShouldSayThatItIsOn() {
        List<OptionSpec> flags = everyCommand(cli.commandLine())
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> option.arity().max() == 0 && !option.usageHelp() && !option.versionHelp())
                .toList();

        assertThat(flags).extracting(OptionSpec::longestName).contains("--ops", "--quiet", "--json", "--all-profiles");
        assertThat(flags)
                .allSatisfy(flag ->
                        assertThat(flag.fallbackValue()).as(flag.longestName()).isEqualTo("true"));
    }

    private static Stream<CommandLine> everyCommand(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(EnvironmentDefaultsTest::everyCommand));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', CLIENT",
        "--ops, '', OPS",
        "'', EZWORKS_OPS=1, OPS",
        "--ops, EZWORKS_OPS=1, OPS",
        "--ops, EZWORKS_OPS=0, OPS",
        "'', EZWORKS_OPS=0, CLIENT",
        "'', EZWORKS_ROLE=ops, OPS",
        "'--role client', EZWORKS_ROLE=ops, CLIENT",
        "'--role client', EZWORKS_OPS=1, CLIENT",
        "'--role ops', EZWORKS_OPS=0, OPS",
        "--ops, EZWORKS_ROLE=client, OPS"
    })
    void theRoleShouldBeWhatTheFlagSaysElseTheEnvironment(String flags, String variable, Role role) {
        server.on("POST", "/" + role.id() + "/login", json(200, LOGIN));
        cli.with("EZWORKS_PASSWORD", "x").with("EZWORKS_URL", server.url());
        if (!variable.isEmpty()) {
            cli.with(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }

        CliRun.Result result = cli.run(("login -u alice " + flags).split(" "));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(cli.profiles().load().all())
                .singleElement()
                .satisfies(profile -> assertThat(profile.role()).isEqualTo(role));
    }

    @Test
    void logoutShouldEndAllSessionsIfTheFlagAndTheEnvironmentBothSaySo() {
        server.on("POST", "/logout", json(200, "{}"));
        cli.loggedIn(server, Role.OPS, "alice").loggedIn(server, Role.CLIENT, "bob");

        cli.with("EZWORKS_ALL_PROFILES", "1").run("logout", "--all-profiles");

        assertThat(cli.profiles().load().all()).isEmpty();
    }
}
