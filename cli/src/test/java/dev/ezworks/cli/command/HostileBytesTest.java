package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.client.Bytes;
import dev.ezworks.cli.client.PartialNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that lies about bytes: no wrong byte gets under a file's name, and no answer goes on for ever. */
class HostileBytesTest extends CommandTest {
    private static final String PATH = "/client/files/alice/big";
    private static final int SIZE = 2_000_000;

    private final byte[] content = Bytes.random(SIZE);
    private final String digest = Sha256.of(content).digestField();
    private Path target;

    @BeforeEach
    void logIn() throws IOException {
        cli.loggedIn(server, Role.CLIENT, "bob");
        target = folder.resolve("big");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "md5=:AAAA:", "sha-256=:AAAA:", "sha-256=nonsense", "\u001B[2J"})
    void aDigestThatIsNoneShouldNotDo(String field) {
        server.on("GET", PATH, StubServer.file(content, field));

        CliRun.Result result = cli.run("download", "alice/big");

        assertThat(result.exitCode()).isEqualTo(1);
        HostileNamesTest.assertHarmless(result);
        assertThat(target).doesNotExist();
    }

    @Test
    void otherBytesThanAnnouncedShouldNotDo() {
        server.on("GET", PATH, StubServer.file(content, Sha256.of(new byte[0]).digestField()));

        assertThat(cli.run("download", "alice/big").exitCode()).isEqualTo(8);
        assertThat(target).doesNotExist();
        assertThat(PartialNames.of(target).bytes()).as("nothing to go on with").doesNotExist();
        CliRun.Result piped = cli.run("download", "alice/big", "-o", "-");
        assertThat(piped.exitCode()).as("told at the end").isEqualTo(8);
    }

    @Test
    void anAnswerWithoutAnEndShouldNotBeTaken() {
        server.on("GET", PATH, (exchange, request) -> {
            exchange.getResponseHeaders().add("Repr-Digest", digest);
            sendForEver(exchange, 200);
        });

        assertThat(cli.run("download", "alice/big").exitCode()).isEqualTo(1);
        assertThat(target).doesNotExist();
    }

    @Test
    void moreBytesThanAnnouncedShouldNotBeTaken() throws IOException {
        breakOffAtHalf();
        server.on("GET", PATH, (exchange, request) -> {
            describeRest(exchange, half(), SIZE - 1, SIZE, digest);
            sendForEver(exchange, 206);
        });

        assertThat(cli.run("download", "alice/big").exitCode()).isEqualTo(1);
        assertThat(target).doesNotExist();
        assertThat(Files.size(PartialNames.of(target).bytes())).isLessThanOrEqualTo(SIZE);
    }

    @Test
    void fewerBytesThanAnnouncedShouldNotDo() throws IOException {
        breakOffAtHalf();
        server.on("GET", PATH, (exchange, request) -> {
            describeRest(exchange, half(), SIZE - 1, SIZE, digest);
            exchange.sendResponseHeaders(206, 0);
            exchange.getResponseBody().write(content, half(), 10);
        });

        assertThat(cli.run("download", "alice/big").exitCode()).isEqualTo(7);
        assertThat(target).doesNotExist();
    }

    @Test
    void aHugeFileShouldNotFillTheDisk() {
        server.on("GET", PATH, (exchange, request) -> {
            exchange.getResponseHeaders().add("Repr-Digest", digest);
            exchange.sendResponseHeaders(200, Long.MAX_VALUE);
            exchange.getResponseBody().write(content);
        });

        assertThat(cli.run("download", "alice/big").exitCode()).isEqualTo(10);
        assertThat(target).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes */2000000",
                "bytes 0-1999999/2000000",
                "bytes HALF-1999998/2000000",
                "bytes HALF-1999999/3000000",
                "bytes HALF-1999999/*",
                "bytes HALF-HALF/2000000",
                "items HALF-1999999/2000000",
                "bytes -1-1999999/2000000",
                "bytes HALF-99999999999999999999/99999999999999999999",
            })
    void anotherRangeThanAskedForShouldNotBeMixedIn(String range) throws IOException {
        breakOffAtHalf();
        server.on("GET", PATH, (exchange, request) -> {
            exchange.getResponseHeaders().add("Repr-Digest", digest);
            exchange.getResponseHeaders().add("Content-Range", range.replace("HALF", Integer.toString(half())));
            exchange.sendResponseHeaders(206, SIZE - half());
            exchange.getResponseBody().write(content, half(), SIZE - half());
        });

        assertThat(cli.run("download", "alice/big").exitCode()).isEqualTo(1);
        assertThat(target).doesNotExist();
    }

    @Test
    void theRestOfAnotherVersionShouldNotBeMixedIn() throws IOException {
        breakOffAtHalf();
        String other = Sha256.of(Bytes.random(SIZE + 1)).digestField();
        server.on("GET", PATH, (exchange, request) -> {
            describeRest(exchange, half(), SIZE - 1, SIZE, other);
            exchange.sendResponseHeaders(206, SIZE - half());
            exchange.getResponseBody().write(content, half(), SIZE - half());
        });

        assertThat(cli.run("download", "alice/big").exitCode()).isEqualTo(1);
        assertThat(target).doesNotExist();
    }

    @Test
    void aPartThatNobodyAskedForShouldNotBeTaken() {
        server.on("GET", PATH, (exchange, request) -> {
            describeRest(exchange, 0, SIZE - 1, SIZE, digest);
            exchange.sendResponseHeaders(206, SIZE);
            exchange.getResponseBody().write(content);
        });

        assertThat(cli.run("download", "alice/big").exitCode()).isEqualTo(1);
        assertThat(target).doesNotExist();
    }

    @Test
    void otherBytesInTheRestShouldNotGetTheName() throws IOException {
        breakOffAtHalf();
        server.on("GET", PATH, (exchange, request) -> {
            byte[] rest = Arrays.copyOfRange(content, half(), SIZE);
            rest[7]++;
            describeRest(exchange, half(), SIZE - 1, SIZE, digest);
            exchange.sendResponseHeaders(206, rest.length);
            exchange.getResponseBody().write(rest);
        });

        assertThat(cli.run("download", "alice/big").exitCode())
                .as("tried from the first byte, in vain")
                .isEqualTo(1);
        assertThat(target).doesNotExist();
    }

    @Test
    void aRangeThatIsRefusedShouldEnd() throws IOException {
        breakOffAtHalf();
        for (int status : List.of(204, 304, 416)) {
            server.on("GET", PATH, (exchange, request) -> exchange.sendResponseHeaders(status, -1));

            assertThat(cli.run("download", "alice/big").exitCode()).isNotZero();
            assertThat(target).doesNotExist();
        }
    }

    /** Where the rest begins: the last byte that arrived is asked for again. */
    private static int half() {
        return SIZE / 2 - 1;
    }

    private void breakOffAtHalf() {
        server.on("GET", PATH, new ServedFile(content).breaking(1, SIZE / 2));
        assertThat(cli.run("download", "alice/big").exitCode()).isEqualTo(7);
    }

    private static void describeRest(HttpExchange exchange, int first, int last, int size, String digest) {
        exchange.getResponseHeaders().add("Repr-Digest", digest);
        exchange.getResponseHeaders().add("Content-Range", "bytes " + first + "-" + last + "/" + size);
    }

    /** Ends when the client hangs up. */
    private static void sendForEver(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        byte[] block = new byte[65_536];
        while (true) {
            exchange.getResponseBody().write(block);
        }
    }
}
