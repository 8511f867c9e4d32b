package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.fileJson;
import static dev.ezworks.cli.command.StubServer.files;
import static dev.ezworks.cli.command.StubServer.hangUp;
import static dev.ezworks.cli.command.StubServer.inTurn;
import static dev.ezworks.cli.command.StubServer.problem;
import static dev.ezworks.cli.command.StubServer.published;
import static dev.ezworks.cli.command.StubServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.client.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of many files, and over bad lines. */
class UploadBatchTest extends CommandTest {
    private static final byte[] CONTENT = Bytes.random(2000);
    private static final byte[] OTHER = Bytes.random(2001);
    private static final String LOOK = "/ops/files?limit=1&prefix=a";

    @BeforeEach
    void logIn() throws IOException {
        cli.loggedIn(server, Role.OPS, "alice");
        Files.write(folder.resolve("a"), CONTENT);
    }

    @Test
    void aBusyServerShouldBeAskedAgain() {
        server.on(
                "PUT",
                "/ops/files/a",
                inTurn(with("Retry-After", "0", problem(ProblemCode.BUSY)), hangUp(), published(201, 1)));

        CliRun.Result result = cli.with("EZWORKS_MAX_RETRIES", "2").run("upload", "a");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(server.requests()).hasSize(3).allMatch(request -> request.body().length == CONTENT.length);
    }

    @Test
    void whomTheTokenBelongsToShouldBeAskedAgainToo() {
        server.on("GET", "/session", inTurn(hangUp(), StubServer.json(200, """
                {"username":"alice","role":"ops","createdAt":"2026-01-01T00:00:00Z",\
                "expiresAt":"2026-03-01T00:00:00Z"}""")));
        server.on("PUT", "/ops/files/a", published(201, 1));

        CliRun.Result result = cli.with("EZWORKS_TOKEN", "t")
                .with("EZWORKS_MAX_RETRIES", "1")
                .run("upload", "a", "--server", server.url());

        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void triesShouldEndSomeTime() {
        server.on("PUT", "/ops/files/a", problem(ProblemCode.BUSY));

        assertThat(cli.run("upload", "a", "--max-retries", "1").exitCode()).isEqualTo(7);
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "-r ."})
    void aFileThatHasBecomeASymbolicLinkShouldNotBeSent(String named) throws IOException {
        Path others = Files.write(temporary.resolve("others"), OTHER);
        Path swapped = Files.write(folder.resolve("b"), CONTENT);
        server.on("PUT", "/ops/files/a", (exchange, request) -> {
            Files.delete(swapped);
            Files.createSymbolicLink(swapped, others);
            published(201, 1).send(exchange, request);
        });
        server.on("PUT", "/ops/files/b", published(201, 1));

        CliRun.Result result = cli.run(("upload -j 1 a " + named).split(" "));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
        assertThat(result.err()).contains("b is not a regular file any more");
        assertThat(server.requests()).extracting(StubServer.Request::path).doesNotContain("/ops/files/b");
    }

    @Test
    void severalFilesShouldBeUnderWayAtOnce() throws IOException {
        Files.write(folder.resolve("b"), OTHER);
        CountDownLatch both = new CountDownLatch(2);
        StubServer.Answer together = (exchange, request) -> {
            both.countDown();
            try {
                assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            published(201, 1).send(exchange, request);
        };
        server.on("PUT", "/ops/files/a", together).on("PUT", "/ops/files/b", together);

        CliRun.Result result = cli.run("upload", "a", "b", "-j", "2");

        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void oneAtATimeShouldBeInOrder() throws IOException {
        for (String name : List.of("c", "a", "b")) {
            Files.createDirectories(folder.resolve("dir"));
            Files.write(folder.resolve("dir").resolve(name), CONTENT);
            server.on("PUT", "/ops/files/dir/" + name, published(201, 1));
        }

        assertThat(cli.run("upload", "-r", "dir", "-j1").exitCode()).isZero();

        assertThat(server.requests())
                .extracting(StubServer.Request::path)
                .containsExactly("/ops/files/dir/a", "/ops/files/dir/b", "/ops/files/dir/c");
    }

    @Test
    void whatTheCatalogHasShouldNotBeSentIfOnlyChangesAreAskedFor() {
        server.on("GET", LOOK, files(fileJson("a", CONTENT, 4)));

        CliRun.Result result = cli.run("upload", "a", "--if-changed");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("unchanged a");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aChangeShouldReplaceOnlyTheVersionThatWasSeen() {
        server.on("GET", LOOK, files(fileJson("a", OTHER, 4)));
        server.on("PUT", "/ops/files/a", published(200, 5));

        assertThat(cli.run("upload", "a", "--if-changed").exitCode()).isZero();

        assertThat(server.request("PUT").header("if-match"))
                .isEqualTo("\"" + Sha256.of(OTHER).hex() + "\"");
    }

    @Test
    void aNameThatWasFreeShouldStillBeFree() {
        server.on("GET", LOOK, files(fileJson("a.txt", OTHER, 4)));
        server.on("PUT", "/ops/files/a", published(201, 1));

        assertThat(cli.run("upload", "a", "--if-changed").exitCode()).isZero();

        assertThat(server.request("PUT").header("if-none-match")).isEqualTo("*");
    }

    @Test
    void whatSomebodyElsePublishedMeanwhileShouldNotBeReplaced() {
        server.on("GET", LOOK, inTurn(files(fileJson("a", OTHER, 4)), files(fileJson("a", Bytes.random(7), 5))));
        server.on("PUT", "/ops/files/a", problem(ProblemCode.PRECONDITION_FAILED));

        CliRun.Result result = cli.run("upload", "a", "--if-changed");

        assertThat(result.exitCode()).isEqualTo(12);
        assertThat(result.err()).contains("a was changed by somebody else meanwhile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--if-changed", "--no-replace"})
    void anAnswerThatWasLostShouldNotMakeASuccessAFailure(String option) {
        server.on(
                "GET",
                LOOK,
                option.equals("--if-changed")
                        ? inTurn(files(), files(fileJson("a", CONTENT, 1)))
                        : files(fileJson("a", CONTENT, 1)));
        server.on("PUT", "/ops/files/a", inTurn(hangUp(), problem(ProblemCode.PRECONDITION_FAILED)));

        CliRun.Result result = cli.run("upload", "a", option, "--max-retries", "1");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("uploaded a");
    }

    @Test
    void damagedBytesShouldBeReplacedByTheSameOnes() {
        String damaged = fileJson("a", CONTENT, 4).replace("}", ",\"damaged\":true}");
        server.on("GET", LOOK, files(damaged));
        server.on("PUT", "/ops/files/a", published(200, 5));

        assertThat(cli.run("upload", "a", "--if-changed").exitCode()).isZero();

        assertThat(server.request("PUT").body()).isEqualTo(CONTENT);
    }

    @Test
    void aRehearsalShouldSendAndWriteNothing() throws IOException {
        Files.createDirectory(folder.resolve("dir"));
        Files.write(folder.resolve("dir/b"), OTHER);

        CliRun.Result result = cli.run("upload", "a", "-r", "dir", "--to", "x/", "--dry-run", "--manifest", "m");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err())
                .startsWith("would upload ")
                .contains(
                        "would upload a as x/a (2.0 KiB)\n", "would upload dir/b as x/dir/b (2.0 KiB)\n", "2 planned");
        assertThat(server.requests()).isEmpty();
        assertThat(folder.resolve("m")).doesNotExist();
    }

    @Test
    void aRehearsalShouldFindWhatWouldBeInTheWay() {
        server.on("GET", LOOK, files(fileJson("a", OTHER, 1)));

        CliRun.Result result = cli.run("upload", "a", "--dry-run", "--no-replace");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("a exists already, with other bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--dry-run"})
    void whatTheManifestHasAsDoneShouldBeDoneWhateverIsThereNow(String rehearsal) {
        server.on("PUT", "/ops/files/a", published(201, 1));
        assertThat(cli.run("upload", "a", "--manifest", "m").exitCode()).isZero();
        server.on("GET", LOOK, files(fileJson("a", OTHER, 2)));

        CliRun.Result result = cli.run(("upload a --no-replace --manifest m " + rehearsal).split(" "));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("unchanged a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileThatFailsShouldHaveTheNameThatItHasInTheCatalog(boolean rehearsal) throws IOException {
        Files.createDirectory(folder.resolve("dir"));
        Files.write(folder.resolve("dir/a"), CONTENT);
        server.otherwise(problem(ProblemCode.BUSY));
        String[] arguments = {"upload", "dir/a", "missing", "--to", "to/", "--no-replace", "--json", "--dry-run"};

        CliRun.Result result = cli.run(Arrays.copyOf(arguments, arguments.length - (rehearsal ? 0 : 1)));

        assertThat(result.out())
                .contains(
                        "\"status\":\"failed\",\"name\":\"to/a\",\"source\":\"dir/a\",\"exitCode\":7,",
                        "\"status\":\"failed\",\"name\":\"missing\",\"source\":\"missing\",\"exitCode\":1,");
        assertThat(result.err()).contains("ezworks: dir/a: ").doesNotContain("to/a");
    }

    @Test
    void aServerThatIsGoneShouldBeWorthRetryingAndNotBeAskedForEveryFile() throws IOException {
        Files.createDirectory(folder.resolve("dir"));
        for (int i = 0; i < 100; i++) {
            Files.write(folder.resolve("dir").resolve("f" + i), CONTENT);
        }
        server.close();

        CliRun.Result result = cli.run("upload", "-r", "dir", "--json");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(7);
        assertThat(result.err().lines().count()).isLessThan(20);
        assertThat(result.out()).containsPattern("\"left\":(8|9)[0-9],");
    }

    @Test
    void theManifestShouldNotBeUploadedItself() throws IOException {
        Files.createDirectory(folder.resolve("dir"));
        Files.writeString(folder.resolve("dir/m"), "");

        CliRun.Result result = cli.run("upload", "-r", "dir", "--manifest", "dir/m");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("skipped dir/m: the manifest of this run");
    }

    @Test
    void whatIsNoManifestShouldBeLeftAlone() throws IOException {
        Files.writeString(folder.resolve("m"), "precious\n");

        CliRun.Result result = cli.run("upload", "a", "--manifest", "m");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("is no manifest");
        assertThat(folder.resolve("m")).hasContent("precious\n");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anEmptyListShouldBeNoFailure() {
        assertThat(cli.input("# nothing tonight\n")
                        .run("upload", "--files-from", "-")
                        .exitCode())
                .isZero();
        assertThat(cli.run("upload", "--files-from", "missing").exitCode()).isEqualTo(1);
    }

    @Test
    void aMissingFileOfAListShouldBeOneOfABatch() {
        assertThat(cli.input("missing\n").run("upload", "--files-from", "-").exitCode())
                .isEqualTo(3);
    }
}
