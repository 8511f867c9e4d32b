package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.client.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of large files, as a person sees them who runs a command again. */
class ResumableUploadTest extends CommandTest {
    private static final int MIB = 1 << 20;

    private final byte[] content = Bytes.random(17 * MIB + 5);
    private Path file;
    private StubUploads uploads;

    @BeforeEach
    void prepare() throws IOException {
        cli.loggedIn(server, Role.OPS, "alice");
        file = Files.write(folder.resolve("big"), content);
        uploads = new StubUploads(server, "big");
    }

    @Test
    void theDigestShouldComeWithTheLastPiece() throws IOException {
        CliRun.Result result = cli.run("upload", "big");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(uploads.pieces()).hasSize(2);
        assertThat(uploads.pieces().get(0).header("repr-digest")).isNull();
        assertThat(uploads.pieces().get(0).header("content-length")).isEqualTo(Integer.toString(17 * MIB));
        assertThat(uploads.pieces().get(1).header("repr-digest"))
                .isEqualTo(Sha256.of(content).digestField());
        assertThat(result.err()).contains("uploaded big").doesNotContain("continuing");
        assertThat(notes()).isEmpty();
    }

    @Test
    void aSmallFileShouldGoInOneRequest() throws IOException {
        Files.write(folder.resolve("small"), Bytes.random(16 * MIB));
        server.on("PUT", "/ops/files/small", StubServer.published(201, 1));

        assertThat(cli.run("upload", "small").exitCode()).isZero();
        assertThat(uploads.count("POST")).isZero();
    }

    @Test
    void aBrokenConnectionShouldCostNoMoreThanWhatHadNotArrived() {
        uploads.breakAfter(5 * MIB);

        CliRun.Result result = cli.run("upload", "big", "--max-retries", "1");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(uploads.bytesSent()).isEqualTo(content.length + 12L * MIB);
        assertThat(uploads.count("POST")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5 * MIB, 17 * MIB - 1})
    void theSameCommandShouldGoOnWhereItStopped(int arrived) throws IOException {
        uploads.breakAfter(arrived);
        assertThat(cli.run("upload", "big").exitCode()).isEqualTo(7);
        assertThat(notes()).hasSize(1);
        cli.loggedIn(server.url(), Role.OPS, "alice", CliRun.NOW.plusSeconds(60));

        CliRun.Result again = cli.run("upload", "big");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(uploads.bytesSent()).isEqualTo(17L * MIB + content.length - arrived);
        assertThat(uploads.count("POST")).isEqualTo(1);
        assertThat(again.err()).matches(err -> err.contains("continuing big at") == (arrived > 0));
        assertThat(notes()).isEmpty();
    }

    @Test
    void anotherNameShouldBeAnotherUpload() {
        uploads.breakAfter(MIB);
        assertThat(cli.run("upload", "big").exitCode()).isEqualTo(7);
        uploads = new StubUploads(server, "other");

        assertThat(cli.run("upload", "big", "--as", "other").exitCode()).isZero();
        assertThat(uploads.count("POST")).isEqualTo(2);
    }

    @Test
    void aFileThatHasChangedShouldBeSentFromTheStart() throws IOException {
        uploads.breakAfter(5 * MIB);
        assertThat(cli.run("upload", "big").exitCode()).isEqualTo(7);
        Files.write(file, Bytes.random(17 * MIB + 6));

        CliRun.Result again = cli.run("upload", "big");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).doesNotContain("continuing");
        assertThat(uploads.count("POST")).isEqualTo(2);
        assertThat(uploads.count("DELETE")).isEqualTo(1);
    }

    @Test
    void aFileThatHasChangedUnnoticedShouldBeSentFromTheStart() throws IOException {
        uploads.breakAfter(5 * MIB);
        assertThat(cli.run("upload", "big").exitCode()).isEqualTo(7);
        FileTime time = Files.getLastModifiedTime(file);
        byte[] other = content.clone();
        other[0] ^= 1;
        Files.setLastModifiedTime(Files.write(file, other), time);

        CliRun.Result again = cli.run("upload", "big");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(uploads.count("POST")).isEqualTo(2);
        assertThat(uploads.pieces().get(uploads.pieces().size() - 1).header("repr-digest"))
                .isEqualTo(Sha256.of(other).digestField());
    }

    @Test
    void aFileThatChangesUnderWayShouldNotBePublished() throws IOException {
        uploads.beforeEachPiece(() -> append(file));

        CliRun.Result result = cli.run("upload", "big");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(12);
        assertThat(result.err()).contains("nothing was published");
        assertThat(uploads.pieces()).hasSize(1);
        assertThat(uploads.count("DELETE")).isEqualTo(1);
        assertThat(notes()).isEmpty();
    }

    @Test
    void aFileThatCantBeReadAnyMoreShouldBeSaidToBeAndNotTriedAgain() {
        uploads.beforeEachPiece(() -> delete(file));

        CliRun.Result result = cli.run("upload", "big", "--max-retries", "5");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains("there is no file " + file);
        assertThat(uploads.pieces()).hasSize(1);
    }

    @Test
    void anUploadThatTheServerHasForgottenShouldBeBegunAgain() {
        uploads.breakAfter(5 * MIB);
        assertThat(cli.run("upload", "big").exitCode()).isEqualTo(7);
        server.on("HEAD", "/ops/uploads/u1", StubServer.problem(404, "no-such-upload", "gone"));

        CliRun.Result again = cli.run("upload", "big");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(uploads.count("POST")).isEqualTo(2);
    }

    @Test
    void aLostLastAnswerShouldBeNoFailure() throws IOException {
        uploads.loseLastAnswer();
        assertThat(cli.run("upload", "big").exitCode()).isEqualTo(7);

        CliRun.Result again = cli.run("upload", "big");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("uploaded big");
        assertThat(uploads.bytesSent()).isEqualTo(content.length);
        assertThat(notes()).isEmpty();
    }

    @Test
    void whatWasPublishedAndHasGoneShouldBePublishedAgain() {
        uploads.loseLastAnswer();
        assertThat(cli.run("upload", "big").exitCode()).isEqualTo(7);
        uploads.inCatalog();

        assertThat(cli.run("upload", "big").exitCode()).isZero();
        assertThat(uploads.count("POST")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"path\":1}",
                "\0\0\0\0",
                "PATH=@example.org/ops/uploads/u1",
                "PATH=http://example.org/ops/uploads/u1",
                "PATH=/ops/uploads/../files/big"
            })
    void aNoteThatMakesNoSenseShouldBeIgnored(String text) throws IOException {
        uploads.breakAfter(5 * MIB);
        assertThat(cli.run("upload", "big").exitCode()).isEqualTo(7);
        Path note = notes().get(0);
        String noted = Files.readString(note);
        Files.writeString(note, text.startsWith("PATH=") ? noted.replace("/ops/uploads/u1", text.substring(5)) : text);

        CliRun.Result again = cli.run("upload", "big");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(uploads.count("POST")).isEqualTo(2);
        assertThat(uploads.count("DELETE")).isZero();
    }

    @Test
    void aNoteShouldHoldNoSecretAndBeForItsOwnerOnly() throws IOException {
        uploads.breakAfter(MIB);
        assertThat(cli.run("upload", "big").exitCode()).isEqualTo(7);
        Path note = notes().get(0);

        assertThat(note).content().contains("/ops/uploads/u1").doesNotContain("token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aNameThatIsTakenShouldBeRefusedBeforeAByteIsSent() {
        uploads.inCatalog(Bytes.random(3));

        CliRun.Result result = cli.run("upload", "big", "--no-replace");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(uploads.count("POST")).isZero();
    }

    @Test
    void aNameThatIsTakenUnderWayShouldNotBeReplaced() {
        uploads.beforeEachPiece(() -> uploads.inCatalog(Bytes.random(3)));

        CliRun.Result never = cli.run("upload", "big", "--no-replace");
        assertThat(never.exitCode()).as(never.err()).isEqualTo(1);
        assertThat(uploads.pieces()).hasSize(1);

        uploads.beforeEachPiece(() -> {});
        uploads.inCatalog();
        assertThat(cli.run("upload", "big", "--no-replace").exitCode())
                .as("what was sent is of use")
                .isZero();
        assertThat(uploads.bytesSent()).isEqualTo(content.length);
    }

    @Test
    void aNameThatIsTakenInTheLastMomentShouldNotBeReplaced() {
        uploads.beforeEachPiece(() -> {
            if (uploads.pieces().size() == 2) {
                uploads.inCatalog(Bytes.random(3));
            }
        });

        for (int run = 0; run < 2; run++) {
            CliRun.Result result = cli.run("upload", "big", "--no-replace");

            assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
            assertThat(result.err()).contains("big exists already, with other bytes");
        }
        assertThat(uploads.count("POST")).isEqualTo(1);
        assertThat(server.request("POST").header("if-none-match")).isEqualTo("*");
        assertThat(uploads.bytesSent()).isEqualTo(content.length);
    }

    @Test
    void anUploadThatWasBegunOnAnotherConditionShouldBeBegunAgain() {
        uploads.breakAfter(5 * MIB);
        assertThat(cli.run("upload", "big", "--no-replace").exitCode()).isEqualTo(7);
        uploads.breakAfter(5 * MIB);
        assertThat(cli.run("upload", "big").exitCode()).isEqualTo(7);
        uploads.inCatalog(Bytes.random(3));

        assertThat(cli.run("upload", "big", "--if-changed").exitCode()).isZero();

        assertThat(server.requests().stream()
                        .filter(request -> request.method().equals("POST"))
                        .map(request -> String.valueOf(request.header("if-none-match"))))
                .containsExactly("*", "null");
        assertThat(uploads.count("DELETE")).isEqualTo(1);
    }

    @Test
    void theSameBytesShouldNotBeSentIfOnlyChangesAreWanted() {
        uploads.inCatalog(content);

        CliRun.Result result = cli.run("upload", "big", "--if-changed");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("unchanged");
        assertThat(uploads.count("POST")).isZero();
    }

    private static void append(Path file) {
        try {
            Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> notes() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("state/uploads"))) {
            return files.filter(note -> !note.endsWith("lock")).toList();
        }
    }
}
