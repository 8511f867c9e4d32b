package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.EzworksCli;
import dev.ezworks.cli.client.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of standard input that is too long to be held. */
class StreamUploadTest extends CommandTest {
    private static final int MIB = 1 << 20;

    private final byte[] content = Bytes.random(9 * MIB + 5);
    private StubUploads uploads;

    @BeforeEach
    void prepare() {
        cli.loggedIn(server, Role.OPS, "alice");
        uploads = new StubUploads(server, "in");
    }

    @ParameterizedTest
    @ValueSource(ints = {8 * MIB, 8 * MIB + 1, 10 * MIB, 20 * MIB + 7})
    void theDigestShouldComeWithTheLastBytes(int size) {
        byte[] piped = Bytes.random(size);

        CliRun.Result result = upload(piped, "--json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("\"status\":\"uploaded\"")
                .contains("\"bytes\":" + size)
                .contains("\"sha256\":\"" + Sha256.of(piped).hex() + "\",\"version\":1");
        assertThat(server.request("POST").header("upload-defer-length")).isEqualTo("1");
        assertThat(server.request("POST").header("if-none-match")).isNull();
        assertThat(uploads.pieces()).hasSize(2);
        StubServer.Request most = uploads.pieces().get(0);
        StubServer.Request last = uploads.pieces().get(1);
        assertThat(most.header("transfer-encoding")).isEqualTo("chunked");
        assertThat(most.header("upload-length")).isNull();
        assertThat(most.header("repr-digest")).isNull();
        assertThat(last.body().length).isBetween(1, MIB);
        assertThat(last.header("upload-length")).isEqualTo(Integer.toString(size));
        assertThat(last.header("repr-digest")).isEqualTo(Sha256.of(piped).digestField());
        assertThat(joined(most.body(), last.body())).isEqualTo(piped);
        assertThat(uploads.count("DELETE")).isZero();
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void bytesThatChangeOnTheirWayShouldNotBePublished() {
        uploads.changeOnItsWay();

        CliRun.Result result = upload(content);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(8);
        requireNothingPublished();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5 * MIB})
    void aBrokenConnectionShouldLeaveNothingBehind(int arrived) {
        uploads.breakAfter(arrived);

        CliRun.Result result = upload(content, "--max-retries", "5");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(7);
        requireNothingPublished();
        requireGivenUp();
    }

    @ParameterizedTest
    @CsvSource({"1, BUSY, 7", "2, BUSY, 7", "1, INVALID_TOKEN, 4", "2, STORAGE_FULL, 10"})
    void anErrorUnderWayShouldLeaveNothingBehind(int piece, ProblemCode error, int exitCode) {
        uploads.beforeEachPiece(() -> {
            if (uploads.pieces().size() == piece) {
                uploads.refuse(error);
            }
        });

        CliRun.Result result = upload(content, "--max-retries", "5");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(uploads.pieces()).hasSize(piece);
        requireNothingPublished();
        requireGivenUp();
    }

    @Test
    void whatIsRefusedAtOnceShouldNotBeTriedAgain() {
        server.on("POST", ApiPaths.UPLOADS, StubServer.problem(ProblemCode.BUSY));

        assertThat(upload(content, "--max-retries", "5").exitCode()).isEqualTo(7);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void whatCantBeReadToItsEndShouldLeaveNothingBehind() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the pipe is no more");
            }

            @Override
            public int read(byte[] block, int offset, int count) throws IOException {
                return read();
            }
        };

        CliRun.Result result = cli.input(new SequenceInputStream(new ByteArrayInputStream(content), failing))
                .run("upload", "-", "--as", "in");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains("the pipe is no more");
        requireNothingPublished();
        requireGivenUp();
    }

    @Test
    void anInterruptedThreadShouldLeaveNothingBehind() {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Thread run = new Thread(() -> ended.complete(upload(content).exitCode()));
        uploads.beforeEachPiece(() -> {
            run.interrupt();
            uploads.awaitDeleted();
        });

        run.start();

        assertThat(ended.join()).isNotZero();
        uploads.awaitDeleted();
        requireNothingPublished();
    }

    @Test
    void anEndedProcessShouldLeaveNothingBehind() throws Exception {
        cli.loggedIn(server.url(), Role.OPS, "alice", Instant.now());
        Process process = ezworks("upload", "-", "--as", "in", "--server", server.url());
        uploads.beforeEachPiece(() -> {
            process.destroy();
            uploads.awaitDeleted();
        });

        try (OutputStream input = process.getOutputStream()) {
            input.write(content);
        }

        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(128 + 15);
        requireNothingPublished();
        requireGivenUp();
    }

    @Test
    void noReplaceShouldBeginTheUploadForANewName() {
        assertThat(upload(content, "--no-replace").exitCode()).isZero();
        assertThat(server.request("POST").header("if-none-match")).isEqualTo("*");
    }

    @Test
    void aNameThatIsTakenInTheLastMomentShouldNotBeReplaced() {
        byte[] other = Bytes.random(3);
        uploads.beforeEachPiece(() -> {
            if (uploads.pieces().size() == 2) {
                uploads.inCatalog(other);
            }
        });

        CliRun.Result result = upload(content, "--no-replace");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains("in exists already, with other bytes");
        requireGivenUp();
    }

    @Test
    void aVersionThatNobodyLookedAtShouldNotBeReplaced() {
        uploads.inCatalog(Bytes.random(3));
        uploads.beforeEachPiece(() -> uploads.inCatalog(Bytes.random(4)));

        CliRun.Result result = upload(content, "--if-changed");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(12);
        assertThat(uploads.pieces()).hasSize(1);
        requireGivenUp();
    }

    private CliRun.Result upload(byte[] piped, String... options) {
        String[] arguments = new String[4 + options.length];
        System.arraycopy(new String[] {"upload", "-", "--as", "in"}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        return cli.input(piped).run(arguments);
    }

    /** The program, in a process of its own. */
    private Process ezworks(String... arguments) throws IOException {
        ProcessBuilder process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EzworksCli.class.getName());
        process.command().addAll(List.of(arguments));
        process.environment().put("EZWORKS_CONFIG_DIR", folder.resolve("config").toString());
        process.environment().put("EZWORKS_STATE_DIR", folder.resolve("state").toString());
        return process.start();
    }

    private void requireNothingPublished() {
        assertThat(uploads.published()).isEmpty();
    }

    private void requireGivenUp() {
        assertThat(uploads.count("POST")).isEqualTo(1);
        assertThat(uploads.count("DELETE")).isEqualTo(1);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }
}
