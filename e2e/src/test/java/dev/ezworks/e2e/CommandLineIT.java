package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.Finished;
import dev.ezworks.e2e.harness.OneStoreIsEnough;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hand-off from the shell: an operator publishes, a client fetches the same bytes. */
@OneStoreIsEnough(StoreKind.LOCAL)
class CommandLineIT extends SharedServerTest {
    private Username operator;
    private Terminal ops;
    private Terminal client;

    CommandLineIT(StoreKind store) {
        super(store);
    }

    @BeforeEach
    void logIn() {
        operator = api.operator().username();
        ops = new Terminal(api.base());
        ops.logIn(Role.OPS, operator);
        client = new Terminal(api.base());
        client.logIn(Role.CLIENT, api.client().username());
    }

    @AfterEach
    void leave() {
        ops.close();
        client.close();
    }

    @Test
    void aFileShouldArriveAsItWasPublished() throws IOException {
        Bytes content = Bytes.of(9, (5 << 20) + 1);
        Files.write(ops.folder().resolve("report.bin"), content.array());

        ops.must("upload", "report.bin");
        Finished list = client.must("list", operator.value());
        client.must("download", operator + "/report.bin");

        assertThat(list.outText()).contains("report.bin");
        assertThat(client.folder().resolve("report.bin")).hasBinaryContent(content.array());
        assertThat(filesIn(client.folder())).containsExactly("report.bin");
    }

    @Test
    void chunkBoundariesShouldMakeNoDifference() throws IOException {
        for (int size : List.of(0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1)) {
            Files.write(
                    ops.folder().resolve(size + ".bin"), Bytes.of(size, size).array());
        }

        ops.must("upload", "0.bin", "1.bin", "1048575.bin", "1048576.bin", "1048577.bin");
        client.must(
                "download",
                operator + "/0.bin",
                operator + "/1.bin",
                operator + "/1048575.bin",
                operator + "/1048576.bin",
                operator + "/1048577.bin");

        for (int size : List.of(0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1)) {
            assertThat(client.folder().resolve(size + ".bin"))
                    .hasBinaryContent(Bytes.of(size, size).array());
        }
    }

    @Test
    void oddNamesShouldRoundTrip() throws IOException {
        List<String> names = List.of(
                "with spaces.txt",
                "\"quotes\" 'and' more.txt",
                "100%25.txt",
                "semi;colon.txt",
                "Grüße 日本語 \uD83D\uDE00.txt",
                "a".repeat(255));
        for (String name : names) {
            Files.writeString(ops.folder().resolve(name), name);
        }

        ops.must(arguments("upload", names));
        client.must(arguments(
                "download", names.stream().map(name -> operator + "/" + name).toList()));

        for (String name : names) {
            assertThat(client.folder().resolve(name)).hasContent(name);
        }
        assertThat(ops.must("list").out()).containsAll(names);
    }

    @Test
    void aDecomposedNameShouldBeTheComposedOne() throws IOException {
        String composed = "é.txt";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        Files.writeString(ops.folder().resolve(decomposed), "x");

        ops.must("upload", decomposed);
        client.must("download", operator + "/" + decomposed);

        assertThat(ops.must("list").outText()).contains(composed).doesNotContain(decomposed);
        assertThat(client.folder().resolve(composed)).hasContent("x");
    }

    @Test
    void aPublishedTreeShouldBeFetchedFlat() throws IOException {
        Files.writeString(ops.folder().resolve("x.txt"), "x");

        ops.must("upload", "x.txt", "--as", "folder/in/folder.txt");
        client.must("download", operator + "/folder/in/folder.txt");

        assertThat(client.folder().resolve("folder.txt")).hasContent("x");
    }

    @Test
    void hostileNamesShouldNotBeUploaded() throws IOException {
        Files.writeString(ops.folder().resolve("x.txt"), "x");

        for (String name : List.of("../x", "a//b", "/x", "a\\b", "a\u0001b")) {
            assertThat(ops.run("upload", "x.txt", "--as", name).exitCode())
                    .as("%s", name)
                    .isNotZero();
        }
        assertThat(ops.must("list").out()).isEmpty();
    }

    @Test
    void standardInputAndOutputShouldBeFiles() {
        byte[] content = Bytes.of(4, 70_000).array();

        Finished upload = ops.run(content, "upload", "-", "--as", "piped.bin");
        Finished download = client.must("download", operator + "/piped.bin", "-o", "saved.bin");

        assertThat(upload.exitCode()).as("%s", upload).isZero();
        assertThat(download.out()).isEmpty();
        assertThat(client.folder().resolve("saved.bin")).hasBinaryContent(content);
    }

    @Test
    void longStandardInputShouldBePublishedWithItsDigest() {
        byte[] content = Bytes.of(5, (20 << 20) + 3).array();
        String digest = Sha256.of(content).hex();

        Finished upload = ops.run(content, "upload", "-", "--as", "piped.bin", "--json");
        Finished list = client.must("list", operator.value(), "--json");

        assertThat(upload.exitCode()).as("%s", upload).isZero();
        assertThat(upload.outText()).contains("\"sha256\":\"" + digest + "\"").contains("\"version\":1");
        assertThat(list.out()).singleElement().asString().contains("\"sha256\":\"" + digest + "\"");
    }

    @Test
    void aDeletedFileShouldBeGone() throws IOException {
        Files.writeString(ops.folder().resolve("x.txt"), "x");
        ops.must("upload", "x.txt");

        ops.must("delete", "x.txt");

        assertThat(ops.must("list").out()).isEmpty();
    }

    @Test
    void jsonShouldBeForPrograms() throws IOException {
        Files.writeString(ops.folder().resolve("x.txt"), "x");
        ops.must("upload", "x.txt");

        Finished list = client.must("list", operator.value(), "--json");

        assertThat(list.out()).singleElement().asString().startsWith("{").contains("\"name\":\"x.txt\"");
    }

    @Test
    void whoSignsUpShouldBeAbleToLogIn() {
        Username name = Api.freshUsername("new");

        ops.signUp(Role.OPS, name);
        ops.logIn(Role.OPS, name);

        assertThat(ops.must("whoami").outText()).contains(name.value());
    }

    @Test
    void whoamiShouldSayWhoItIs() {
        assertThat(ops.must("whoami").outText()).contains(operator.value()).contains("ops");
    }

    @Test
    void exitCodesShouldSayWhatIsWrong() throws IOException {
        Files.writeString(client.folder().resolve("x.txt"), "x");

        assertThat(ops.run("no-such-command").exitCode()).as("usage").isEqualTo(2);
        assertThat(ops.run("upload", "missing.txt").exitCode())
                .as("missing file")
                .isEqualTo(1);
        assertThat(client.run("upload", "x.txt").exitCode()).as("forbidden").isEqualTo(5);
        assertThat(client.run("download", operator + "/missing").exitCode())
                .as("not found")
                .isEqualTo(6);
        assertThat(client.run("list", Api.freshUsername("nobody").value()).exitCode())
                .as("not found")
                .isEqualTo(6);
        assertThat(ops.with("EZWORKS_PASSWORD", "wrong")
                        .run("login", "--ops", "-u", operator.value())
                        .exitCode())
                .as("wrong password")
                .isEqualTo(4);
    }

    @Test
    void aBatchShouldGoOnPastAFileThatFails() throws IOException {
        Files.writeString(ops.folder().resolve("there.txt"), "x");

        Finished upload = ops.run("upload", "missing.txt", "there.txt");

        assertThat(upload.exitCode()).as("%s", upload).isEqualTo(3);
        assertThat(ops.must("list").out()).containsExactly("there.txt");
    }

    @Test
    void afterLogoutEveryCommandShouldAskForALogin() {
        ops.must("logout");

        Finished list = ops.run("list");

        assertThat(list.exitCode()).as("%s", list).isEqualTo(4);
        assertThat(list.errText()).contains("login");
    }

    @Test
    void noServerShouldBeWorthRetrying() {
        try (Terminal lost = new Terminal(URI.create("http://127.0.0.1:1"))) {
            Finished login = lost.with("EZWORKS_PASSWORD", "x").run("login", "-u", "ada");

            assertThat(login.exitCode()).as("%s", login).isEqualTo(7);
            assertThat(login.errText()).doesNotContain("\tat ");
        }
    }

    private static String[] arguments(String command, List<String> files) {
        List<String> arguments = new ArrayList<>(List.of(command, "--"));
        arguments.addAll(files);
        return arguments.toArray(String[]::new);
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
