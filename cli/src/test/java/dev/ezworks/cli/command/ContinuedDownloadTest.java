package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.client.Bytes;
import dev.ezworks.cli.client.PartialNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Downloads that break off: nothing that has arrived is sent again. */
class ContinuedDownloadTest extends CommandTest {
    private static final String PATH = "/client/files/alice/big";
    private static final int HALF = 1_500_000;

    private final byte[] content = Bytes.random(2 * HALF);
    private final ServedFile served = new ServedFile(content);
    private Path target;

    @BeforeEach
    void logIn() {
        cli.loggedIn(server, Role.CLIENT, "bob");
        server.on("GET", PATH, served).on("HEAD", PATH, served);
        target = folder.resolve("big");
    }

    @Test
    void aTryShouldGoOnWhereTheLastOneStopped() throws IOException {
        served.breaking(2, HALF / 2);

        CliRun.Result result = cli.run("download", "alice/big", "--max-retries", "3");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(target).hasBinaryContent(content);
        assertThat(served.sent()).isEqualTo(content.length);
        assertThat(names()).containsExactly("big");
    }

    @Test
    void triesShouldEndWhereEveryAnswerBeginsAnewAndBreaksOff() {
        server.on("GET", PATH, (exchange, request) -> {
            exchange.getResponseHeaders().add("Repr-Digest", Sha256.of(content).digestField());
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, HALF);
            exchange.getResponseBody().flush();
        });

        CliRun.Result result = cli.run("download", "alice/big", "--max-retries", "1");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(server.requests()).hasSizeLessThan(4);
        assertThat(target).doesNotExist();
    }

    @Test
    void theSameCommandAgainShouldGoOnWhereItStopped() throws IOException {
        served.breaking(1, HALF);

        assertThat(cli.run("download", "alice/big").exitCode()).isEqualTo(7);
        assertThat(target).doesNotExist();
        CliRun.Result again = cli.loggedIn(server.url(), Role.CLIENT, "another", CliRun.NOW.plusSeconds(1))
                .run("download", "alice/big");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(target).hasBinaryContent(content);
        assertThat(served.sent()).as("one byte twice").isEqualTo(content.length + 1);
        assertThat(names()).containsExactly("big");
    }

    @Test
    void aWholeFileThatDidNotGetItsNameShouldGetIt() throws IOException {
        served.breaking(1, HALF);
        cli.run("download", "alice/big");
        Files.write(PartialNames.of(target).bytes(), content);

        assertThat(cli.run("download", "alice/big").exitCode()).isZero();
        assertThat(target).hasBinaryContent(content);
        assertThat(served.sent()).isEqualTo(HALF + 1);
    }

    @Test
    void aNewVersionShouldNotBeMixedWithTheOld() {
        served.breaking(1, HALF);
        cli.run("download", "alice/big");
        byte[] newer = Bytes.random(2 * HALF + 1);
        server.on("GET", PATH, new ServedFile(newer));

        assertThat(cli.run("download", "alice/big").exitCode()).isZero();
        assertThat(target).hasBinaryContent(newer);
    }

    @Test
    void bytesThatACrashHasSpoiltShouldBeFetchedAgain() throws IOException {
        served.breaking(1, HALF);
        cli.run("download", "alice/big");
        byte[] spoilt = Arrays.copyOf(content, HALF);
        Arrays.fill(spoilt, HALF / 2, HALF, (byte) 0);
        Files.write(PartialNames.of(target).bytes(), spoilt);

        CliRun.Result result = cli.run("download", "alice/big");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(target).hasBinaryContent(content);
        assertThat(names()).containsExactly("big");
    }

    @Test
    void whatIsThereShouldOutliveAnErrorOfAnotherKind() {
        served.breaking(1, HALF);
        cli.run("download", "alice/big");
        for (ProblemCode code : List.of(ProblemCode.INVALID_TOKEN, ProblemCode.STORE_UNAVAILABLE)) {
            server.on("GET", PATH, problem(code));
            assertThat(cli.run("download", "alice/big").exitCode()).isNotZero();
        }
        server.on("GET", PATH, served);

        assertThat(cli.run("download", "alice/big").exitCode()).isZero();
        assertThat(served.sent()).isLessThanOrEqualTo(content.length + 3);
    }

    @Test
    void standardOutputShouldGetEveryByteOnce() {
        served.breaking(3, HALF / 2);

        CliRun.Result result = cli.run("download", "alice/big", "-o", "-", "--max-retries", "3");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.bytes()).isEqualTo(content);
    }

    @Test
    void standardOutputShouldNotGetAMixOfVersions() {
        server.on("GET", PATH, (exchange, request) -> {
            served.breaking(1, HALF).send(exchange, request);
            server.on("GET", PATH, new ServedFile(Bytes.random(2 * HALF + 1)));
        });

        CliRun.Result result = cli.run("download", "alice/big", "-o", "-", "--max-retries", "3");

        assertThat(result.exitCode()).isEqualTo(12);
        assertThat(result.bytes()).isEqualTo(Arrays.copyOf(content, HALF));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("config"))
                    .toList();
        }
    }
}
