package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.fileJson;
import static dev.ezworks.cli.command.StubServer.files;
import static dev.ezworks.cli.command.StubServer.json;
import static dev.ezworks.cli.command.StubServer.problem;
import static dev.ezworks.cli.command.StubServer.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.client.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadCommandTest extends CommandTest {
    private final byte[] content = Bytes.random(200_000);

    @BeforeEach
    void logIn() {
        cli.loggedIn(server, Role.OPS, "alice");
    }

    @Test
    void aFileShouldBePublishedUnderTheLastPartOfItsPath() throws IOException {
        Files.createDirectories(folder.resolve("dir/sub"));
        Files.write(folder.resolve("dir/sub/report.pdf"), content);
        server.on("PUT", "/ops/files/report.pdf", published(201, 1));

        CliRun.Result result = cli.run("upload", "dir/sub/report.pdf");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        StubServer.Request put = server.request("PUT");
        assertThat(put.body()).isEqualTo(content);
        assertThat(put.header("repr-digest")).isEqualTo(Sha256.of(content).digestField());
        assertThat(put.header("content-length")).isEqualTo("200000");
        assertThat(put.header("content-type")).isEqualTo("application/pdf");
        assertThat(put.header("if-none-match")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "a b.txt, /ops/files/a%20b.txt",
        "100%.txt, /ops/files/100%25.txt",
        "a;b?c#d.txt, /ops/files/a%3Bb%3Fc%23d.txt",
        "\"q\".txt, /ops/files/%22q%22.txt",
        "größe 大.txt, /ops/files/gr%C3%B6%C3%9Fe%20%E5%A4%A7.txt",
    })
    void anyNameShouldReachTheServerAsItIs(String name, String path) throws IOException {
        Files.write(folder.resolve(name), content);
        server.on("PUT", path, published(201, 1));

        assertThat(cli.run("upload", name).exitCode()).isZero();
    }

    @Test
    void asAndToShouldSayWhereAFileGoes() throws IOException {
        Files.write(folder.resolve("local.txt"), content);
        server.on("PUT", "/ops/files/2026/q1/other.txt", published(201, 1));

        assertThat(cli.run("upload", "local.txt", "--as", "q1/other.txt", "--to", "2026/")
                        .exitCode())
                .isZero();
    }

    @Test
    void aDecomposedNameShouldBePublishedComposed() throws IOException {
        Files.write(folder.resolve("u\u0308.txt"), content);
        server.on("PUT", "/ops/files/%C3%BC.txt", published(201, 1));

        assertThat(cli.run("upload", "u\u0308.txt").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000_000, (8 << 20) - 1})
    void shortStandardInputShouldGoInOneRequest(int size) {
        byte[] piped = Bytes.random(size);
        server.on("PUT", "/ops/files/in.bin", published(201, 1));

        CliRun.Result result = cli.input(piped).run("upload", "-", "--as", "in.bin");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(server.request("PUT").body()).isEqualTo(piped);
        assertThat(server.request("PUT").header("repr-digest"))
                .isEqualTo(Sha256.of(piped).digestField());
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    @EnabledForJreRange(minVersion = 19, disabledReason = "the HTTP client of older JDKs hangs (JDK-8286171)")
    void aLargeFileShouldWaitForTheGoAhead() throws IOException {
        Files.write(folder.resolve("large"), Bytes.random(3_000_000));
        server.on("PUT", "/ops/files/large", published(200, 2));

        assertThat(cli.run("upload", "large").exitCode()).isZero();
        assertThat(server.request("PUT").header("expect")).isEqualToIgnoringCase("100-continue");
    }

    @ParameterizedTest
    @CsvSource({
        "'upload'",
        "'upload,-'",
        "'upload,a,b,--as,c'",
        "'upload,a,--to,dir'",
        "'upload,a,--as,../x'",
        "'upload,a,--as,x//y'",
        "'upload,sub/a,a'",
        "'upload,-r,sub,--as,x'",
        "'upload,--files-from,-,--as,x'",
        "'upload,--files-from,-,-'",
        "'upload,a,--if-changed,--no-replace'",
        "'upload,a,-j,0'",
        "'upload,a,--limit-rate,fast'",
        "'upload,a,--max-retries,-1'",
    })
    void wrongUsageShouldBeToldBeforeAnythingIsSent(String arguments) throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        Files.write(folder.resolve("a"), content);
        Files.write(folder.resolve("b"), content);
        Files.write(folder.resolve("sub/a"), content);

        assertThat(cli.run(arguments.split(",")).exitCode()).isEqualTo(2);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aClientShouldBeRefusedBeforeAByteIsSent() throws IOException {
        Files.write(folder.resolve("a"), content);
        cli.loggedIn(server.url(), Role.CLIENT, "bob", CliRun.NOW.plusSeconds(1));

        CliRun.Result result = cli.run("upload", "a");

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(result.err()).contains("--role ops");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aClientsTokenOfTheEnvironmentShouldBeRefusedBeforeAByteIsSent() throws IOException {
        Files.write(folder.resolve("a"), content);
        server.on("GET", "/session", json(200, """
                        {"username":"bob","role":"client","createdAt":"2026-01-31T10:00:00Z",\
                        "expiresAt":"2027-01-31T10:00:00Z"}"""));

        CliRun.Result result = cli.with("EZWORKS_TOKEN", "x").run("upload", "a", "--server", server.url());

        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(server.requests()).extracting(StubServer.Request::method).containsExactly("GET");
    }

    @Test
    void aMissingFileShouldBeAnErrorAloneAndPartOfOneAmongOthers() throws IOException {
        Files.write(folder.resolve("a"), content);
        server.on("PUT", "/ops/files/a", published(201, 1));

        CliRun.Result alone = cli.run("upload", "gone");
        assertThat(alone.exitCode()).isEqualTo(1);
        assertThat(alone.err()).isEqualTo("ezworks: there is no file gone\n");

        assertThat(cli.run("upload", "gone", "a").exitCode()).isEqualTo(3);
        assertThat(server.request("PUT").body()).isEqualTo(content);
    }

    @Test
    void aFolderShouldNotBeUploaded() throws IOException {
        Files.createDirectory(folder.resolve("dir"));

        CliRun.Result result = cli.run("upload", "dir");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("is a folder");
    }

    @Test
    void aSymbolicLinkShouldBeSkippedUnlessFollowed() throws IOException {
        Files.write(folder.resolve("a"), content);
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
        server.on("PUT", "/ops/files/a", published(201, 1));
        server.on("PUT", "/ops/files/link", published(201, 1));

        CliRun.Result skipped = cli.run("upload", "link", "a");
        assertThat(skipped.exitCode()).isZero();
        assertThat(skipped.err()).contains("skipped link: a symbolic link; --follow");
        assertThat(server.requests()).extracting(StubServer.Request::path).containsExactly("/ops/files/a");

        assertThat(cli.run("upload", "link", "--follow").exitCode()).isZero();
        assertThat(cli.run("upload", "link").exitCode())
                .as("nothing was uploaded")
                .isEqualTo(1);
    }

    @Test
    void aFileThatChangesUnderWayShouldNotBeSentWhole() throws IOException {
        Path file = Files.write(folder.resolve("log"), Bytes.random(3_000_000));
        server.on("PUT", "/ops/files/log", (exchange, request) -> {
            throw new AssertionError("the body must not be whole");
        });
        try (ChangingInput changing = new ChangingInput(file)) {
            CliRun.Result result = cli.run("upload", changing.name());

            assertThat(result.exitCode()).isEqualTo(12);
            assertThat(result.err()).contains("changed while it was being read").contains("nothing was published");
        }
    }

    @Test
    void aServerThatPublishedOtherBytesShouldBeFoundOut() throws IOException {
        Files.write(folder.resolve("a"), content);
        server.on("PUT", "/ops/files/a", json(201, fileJson("a", Bytes.random(5), 1)));

        CliRun.Result result = cli.run("upload", "a");

        assertThat(result.exitCode()).isEqualTo(8);
        assertThat(result.err()).contains(Sha256.of(content).hex());
    }

    @Test
    void noReplaceShouldLeaveAnExistingNameAlone() throws IOException {
        Files.write(folder.resolve("a"), content);
        server.on("PUT", "/ops/files/a", problem(ProblemCode.PRECONDITION_FAILED));
        server.on("GET", "/ops/files?limit=1&prefix=a", files(fileJson("a", Bytes.random(7), 1)));

        CliRun.Result result = cli.run("upload", "a", "--no-replace");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("a exists already");
        assertThat(server.request("PUT").header("if-none-match")).isEqualTo("*");
    }

    @Test
    void aLostLoginShouldEndTheBatchAtOnce() throws IOException {
        Files.write(folder.resolve("a"), content);
        Files.write(folder.resolve("b"), content);
        server.on("PUT", "/ops/files/a", problem(ProblemCode.INVALID_TOKEN));

        assertThat(cli.run("upload", "-j", "1", "a", "b").exitCode()).isEqualTo(4);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void jsonShouldTellOfEachFileAndEndWithASummary() throws IOException {
        Files.write(folder.resolve("a"), content);
        server.on("PUT", "/ops/files/a", published(201, 1));

        CliRun.Result result = cli.run("upload", "a", "gone", "--json");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out().lines()).hasSize(3);
        assertThat(result.out())
                .contains("\"status\":\"uploaded\"")
                .contains(Sha256.of(content).hex())
                .contains("\"exitCode\":1")
                .contains("\"type\":\"summary\",\"uploaded\":1");
    }

    @Test
    void quietShouldSayNothingOfSuccess() throws IOException {
        Files.write(folder.resolve("a"), content);
        server.on("PUT", "/ops/files/a", published(201, 1));

        CliRun.Result result = cli.run("upload", "-q", "a");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEmpty();
    }

    /** A file that keeps growing. */
    private static final class ChangingInput implements AutoCloseable {
        private final Path file;
        private final Thread writer;
        private final CountDownLatch growing = new CountDownLatch(1);
        private volatile boolean stopped;

        ChangingInput(Path file) {
            this.file = file;
            this.writer = new Thread(this::grow);
            writer.start();
            try {
                growing.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        String name() {
            return file.getFileName().toString();
        }

        private void grow() {
            while (!stopped) {
                try {
                    Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
                    growing.countDown();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void close() {
            stopped = true;
            try {
                writer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
