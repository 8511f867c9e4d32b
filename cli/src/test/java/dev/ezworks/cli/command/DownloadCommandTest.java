package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.file;
import static dev.ezworks.cli.command.StubServer.fileJson;
import static dev.ezworks.cli.command.StubServer.files;
import static dev.ezworks.cli.command.StubServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.client.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadCommandTest extends CommandTest {
    private static final String PATH = "/client/files/alice/report.pdf";

    private final byte[] content = Bytes.random(500_000);

    @BeforeEach
    void logIn() {
        cli.loggedIn(server, Role.CLIENT, "bob");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 131_071, 131_072, 131_073, 3_000_000})
    void aFileShouldArriveAsItIs(int size) throws IOException {
        server.on("GET", PATH, file(Bytes.random(size)));

        CliRun.Result result = cli.run("download", "alice/report.pdf");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(folder.resolve("report.pdf")).hasBinaryContent(Bytes.random(size));
        assertThat(names()).containsExactly("report.pdf");
    }

    @Test
    void aFileShouldGetTheLastPartOfItsName() {
        server.on("GET", "/client/files/alice/2026/q1/a%20b.txt", file(content));

        assertThat(cli.run("get", "alice/2026/q1/a b.txt", "--into", "in/box").exitCode())
                .isZero();
        assertThat(folder.resolve("in/box/a b.txt")).hasBinaryContent(content);
    }

    @Test
    void outputShouldSayWhereAFileGoes() {
        server.on("GET", PATH, file(content));

        assertThat(cli.run("download", "alice/report.pdf", "-o", "other.pdf").exitCode())
                .isZero();
        assertThat(folder.resolve("other.pdf")).hasBinaryContent(content);
    }

    @Test
    void standardOutputShouldGetTheBytesAndNothingElse() throws IOException {
        server.on("GET", PATH, file(content));

        CliRun.Result result = cli.run("download", "alice/report.pdf", "-o", "-");

        assertThat(result.exitCode()).isZero();
        assertThat(result.bytes()).isEqualTo(content);
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice/report.pdf", "alice/report.pdf -o -", "--all alice --into in"})
    void bytesShouldNotComeFasterThanTheyMay(String what) {
        byte[] small = Bytes.random(100_000);
        server.on("GET", PATH, file(small)).on("GET", "/client/files/alice", files(fileJson("report.pdf", small, 1)));

        long startedAt = System.nanoTime();
        CliRun.Result result = cli.run(("download --limit-rate 100K " + what).split(" "));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isGreaterThan(Duration.ofMillis(850));
    }

    @Test
    void wrongBytesShouldNotGetTheName() throws IOException {
        server.on("GET", PATH, file(content, Sha256.of(Bytes.random(3)).digestField()));

        CliRun.Result result = cli.run("download", "alice/report.pdf");

        assertThat(result.exitCode()).isEqualTo(8);
        assertThat(names()).isEmpty();
    }

    @Test
    void bytesWithoutDigestShouldNotGetTheName() throws IOException {
        server.on(
                "GET",
                PATH,
                (exchange, request) -> StubServer.send(exchange, 200, "application/octet-stream", content));

        assertThat(cli.run("download", "alice/report.pdf").exitCode()).isEqualTo(1);
        assertThat(names()).isEmpty();
    }

    @Test
    void aFileThatEndsTooSoonShouldNotGetTheName() throws IOException {
        server.on("GET", PATH, (exchange, request) -> {
            exchange.getResponseHeaders().add("Repr-Digest", Sha256.of(content).digestField());
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 1000);
            exchange.getResponseBody().flush();
        });

        CliRun.Result result = cli.run("download", "alice/report.pdf", "--max-retries", "0");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(names()).isEmpty();
    }

    @Test
    void aServerThatFallsSilentShouldBeGivenUp() throws IOException {
        server.on("GET", PATH, (exchange, request) -> {
            exchange.getResponseHeaders().add("Repr-Digest", Sha256.of(content).digestField());
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 1000);
            exchange.getResponseBody().flush();
            server.fallSilent();
        });

        CliRun.Result result = cli.run("download", "alice/report.pdf", "--timeout", "1", "--max-retries", "0");

        assertThat(result.exitCode()).isEqualTo(11);
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 500_000, 3_000_000})
    void aFileWithTheSameBytesShouldBeLeftAlone(int size) throws IOException {
        byte[] same = Bytes.random(size);
        Path target = Files.write(folder.resolve("report.pdf"), same);
        server.on("HEAD", PATH, file(same));

        CliRun.Result result = cli.run("download", "alice/report.pdf");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEqualTo("unchanged alice/report.pdf (the same bytes are there)\n");
        assertThat(target).hasBinaryContent(same);
        assertThat(server.requests()).extracting(StubServer.Request::method).containsExactly("HEAD");
    }

    @ParameterizedTest
    @ValueSource(ints = {500_000, 3_000_000})
    void aFileWithOtherBytesShouldBeReplacedOnlyByForce(int size) throws IOException {
        byte[] mine = Bytes.random(size);
        byte[] other = mine.clone();
        other[size - 1]++;
        Path target = Files.write(folder.resolve("report.pdf"), mine);
        server.on("HEAD", PATH, file(other)).on("GET", PATH, file(other));

        CliRun.Result refused = cli.run("download", "alice/report.pdf");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("--force");
        assertThat(target).hasBinaryContent(mine);

        assertThat(cli.run("download", "alice/report.pdf", "--force").exitCode())
                .isZero();
        assertThat(target).hasBinaryContent(other);
    }

    @Test
    void nothingShouldBeWrittenThroughASymbolicLink() throws IOException {
        Path precious = Files.writeString(temporary.resolve("precious"), "keep");
        Files.createSymbolicLink(folder.resolve("report.pdf"), precious);
        server.on("HEAD", PATH, file(content)).on("GET", PATH, file(content));

        assertThat(cli.run("download", "alice/report.pdf", "--force").exitCode())
                .isEqualTo(1);
        assertThat(precious).hasContent("keep");
        assertThat(Files.isSymbolicLink(folder.resolve("report.pdf"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "download",
        "'download,report.pdf'",
        "'download,alice/'",
        "'download,alice/../x'",
        "'download,al ice/x'",
        "'download,alice/a,alice/b,-o,x'",
        "'download,alice/a,-o,x,--into,y'",
        "'download,alice/a,-o,.'",
        "'download,alice/a,--into,'",
        "'download,--all,alice,--into,'",
        "'download,--all,alice,--into,,--delete'",
        "'download,--all,alice,--into=,--delete,--dry-run'",
        "'download,alice/a,-o,-,--json'",
        "'download,alice/1/a,alice/2/a'",
        "'download,--all,alice,alice/a'",
        "'download,--all,alice,-o,x'",
        "'download,--all,alice,--delete'",
        "'download,--all,al ice'",
        "'download,alice/a,--delete'",
        "'download,alice/a,--dry-run'",
        "'download,alice/.ezworks-0123456789abcdef.partial'",
    })
    void wrongUsageShouldBeToldBeforeAnythingIsAsked(String arguments) {
        assertThat(cli.run(arguments.split(",", -1)).exitCode()).isEqualTo(2);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void oneOfSeveralThatFailsShouldNotKeepTheOthers() throws IOException {
        server.on("GET", "/client/files/alice/a", file(content));
        server.on("GET", "/client/files/alice/gone", problem(ProblemCode.NO_SUCH_FILE));

        assertThat(cli.run("download", "alice/gone", "alice/a").exitCode()).isEqualTo(3);
        assertThat(names()).containsExactly("a");
        assertThat(cli.run("download", "alice/gone").exitCode()).isEqualTo(6);
    }

    @Test
    void anOperatorShouldNameTheirOwnFilesEitherWay() {
        cli.loggedIn(server.url(), Role.OPS, "alice", CliRun.NOW.plusSeconds(1));
        server.on("GET", "/ops/files/a", file(content));
        server.on("GET", "/ops/files/alice/a", problem(ProblemCode.NO_SUCH_FILE));
        server.on("GET", "/ops/files/alice/both", file(content));
        server.on("GET", "/ops/files/both", file(new byte[0]));

        assertThat(cli.run("download", "a", "-o", "1").exitCode()).isZero();
        assertThat(cli.run("download", "alice/a", "-o", "2").exitCode()).isZero();
        assertThat(cli.run("download", "alice/both", "-o", "3").exitCode()).isZero();

        assertThat(folder.resolve("1")).hasBinaryContent(content);
        assertThat(folder.resolve("2")).hasBinaryContent(content);
        assertThat(folder.resolve("3")).as("the name as listed comes first").hasBinaryContent(content);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("config"))
                    .toList();
        }
    }
}
