package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that sends its callers elsewhere: nobody there hears of them, let alone gets a token. */
class HostileRedirectTest extends CommandTest {
    private StubServer elsewhere;

    @BeforeEach
    void startAnother() throws IOException {
        elsewhere = new StubServer();
        cli.loggedIn(server, Role.CLIENT, "bob");
        server.otherwise(StubServer.redirect(elsewhere.url() + "/client/files/alice/x"));
        elsewhere.otherwise(StubServer.file(new byte[] {1}));
    }

    @AfterEach
    void stopTheOther() {
        elsewhere.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "download,alice/x",
                "download,alice/x,-o,-",
                "download,--all,alice,--into,in,--delete",
                "wait,alice/x",
                "list,alice",
                "list",
                "whoami",
                "logout",
                "__complete,download,alice/",
            })
    void nobodyElseShouldBeAsked(String arguments) {
        CliRun.Result result = cli.run(arguments.split(","));

        assertThat(server.requests()).isNotEmpty();
        assertThat(elsewhere.requests()).isEmpty();
        HostileNamesTest.assertHarmless(result);
    }
}
