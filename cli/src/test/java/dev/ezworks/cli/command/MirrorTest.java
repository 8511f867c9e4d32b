package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.cli.client.PartialNames;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorTest extends CommandTest {
    private static final String LIST = "/client/files/alice";

    private final Map<String, String> catalog = new TreeMap<>(Map.of("a", "one", "sub/b c", "two", "sub/deep/d", ""));
    private Path mirror;

    @BeforeEach
    void logIn() {
        cli.loggedIn(server, Role.CLIENT, "bob");
        mirror = folder.resolve("in");
        serve();
    }

    @Test
    void aMirrorShouldBeWhatTheCatalogIs() throws IOException {
        CliRun.Result result = run();

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(contents()).isEqualTo(catalog);
    }

    @Test
    void onlyWhatIsNewOrHasChangedShouldBeFetched() throws IOException {
        run();
        catalog.put("a", "three");
        catalog.put("new", "four");
        serve();
        int before = server.requests().size();

        CliRun.Result result = run();

        assertThat(result.exitCode()).isZero();
        assertThat(contents()).isEqualTo(catalog);
        assertThat(server.requests().subList(before, server.requests().size()))
                .extracting(StubServer.Request::path)
                .containsExactlyInAnyOrder(LIST, LIST + "/a", LIST + "/new");
        assertThat(result.err()).contains("2 downloaded, 2 unchanged");
    }

    @Test
    void largeFilesShouldBeToldApartToo() throws IOException {
        String large = "x".repeat(3_000_000);
        catalog.put("large", large);
        serve();
        run();

        assertThat(run().err()).contains("4 unchanged");
        Files.writeString(mirror.resolve("large"), large.replaceFirst("x", "y"));
        assertThat(run("--dry-run").err()).contains("would download large");
        assertThat(run().exitCode()).isZero();
        assertThat(contents()).isEqualTo(catalog);
    }

    @Test
    void bytesThatAreOthersHereShouldBeMended() throws IOException {
        run();
        Files.writeString(mirror.resolve("a"), "eno");

        assertThat(run().exitCode()).isZero();
        assertThat(contents()).isEqualTo(catalog);
    }

    @Test
    void whatIsGoneShouldStayUnlessDeleteIsAskedFor() throws IOException {
        run();
        catalog.remove("sub/b c");
        catalog.remove("sub/deep/d");
        serve();

        assertThat(run().exitCode()).isZero();
        assertThat(mirror.resolve("sub/b c")).exists();

        CliRun.Result result = run("--delete");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(contents()).isEqualTo(catalog);
        assertThat(mirror.resolve("sub")).as("emptied by it").doesNotExist();
        assertThat(result.err()).contains("deleted sub/b c\n").contains("2 deleted");
    }

    @Test
    void aFileThatBecameAFolderShouldMakeRoomForIt() throws IOException {
        run();
        catalog.remove("a");
        catalog.put("a/b", "inside");
        catalog.remove("sub/b c");
        catalog.remove("sub/deep/d");
        catalog.put("sub", "a file now");
        serve();

        assertThat(run().exitCode()).as("there is something in the way").isEqualTo(3);
        assertThat(run("--delete").exitCode()).isZero();
        assertThat(contents()).isEqualTo(catalog);
    }

    @Test
    void aDryRunShouldSayAndDoNothing() throws IOException {
        run();
        Map<String, String> before = contents();
        catalog.put("new", "four");
        catalog.remove("a");
        serve();

        CliRun.Result result = run("--delete", "--dry-run");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err().lines().filter(line -> line.startsWith("would ")))
                .containsExactly("would delete a", "would download new (4 B)");
        assertThat(result.err()).contains("\n2 unchanged, 2 planned (");
        assertThat(contents()).isEqualTo(before);
        assertThat(run("-n", "--json").out())
                .contains(
                        "{\"type\":\"file\",\"status\":\"planned\",\"action\":\"download\",\"name\":\"new\","
                                + "\"bytes\":4}\n",
                        "{\"type\":\"summary\",");
    }

    @Test
    void aDryRunShouldTellOfWhatWouldFailAndGoOn() throws IOException {
        Files.createDirectory(mirror);
        Files.createSymbolicLink(mirror.resolve("a"), temporary);

        CliRun.Result result = run("--dry-run");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .contains("in/a is a symbolic link", "would download sub/b c (3 B)", "2 planned", "1 failed");
    }

    @Test
    void aDryRunShouldNotEvenMakeTheFolder() {
        assertThat(run("--dry-run").exitCode()).isZero();
        assertThat(mirror).doesNotExist();
    }

    @Test
    void nothingBehindASymbolicLinkShouldBeTouched() throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Path precious = Files.writeString(elsewhere.resolve("precious"), "keep");
        Files.createDirectory(mirror);
        Files.createSymbolicLink(mirror.resolve("sub"), elsewhere);
        Files.createSymbolicLink(mirror.resolve("a"), precious);
        Files.createSymbolicLink(mirror.resolve("extra"), precious);

        CliRun.Result result = run("--delete");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("in/sub is a symbolic link").contains("in/a is a symbolic link");
        assertThat(precious).hasContent("keep");
        try (Stream<Path> files = Files.list(elsewhere)) {
            assertThat(files).containsExactly(precious);
        }
        assertThat(Files.exists(mirror.resolve("extra"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void aMirrorMayBeBehindASymbolicLinkItself() throws IOException {
        Path real = Files.createDirectory(temporary.resolve("real"));
        Files.createSymbolicLink(mirror, real);

        assertThat(run("--delete").exitCode()).isZero();
        assertThat(contents()).isEqualTo(catalog);
        assertThat(Files.isSymbolicLink(mirror)).isTrue();
    }

    @Test
    void aRunningDownloadOfAnotherProcessShouldBeLeftAlone() throws IOException {
        Files.createDirectory(mirror);
        PartialNames running = PartialNames.of(mirror.resolve("running"));
        PartialNames leftover = PartialNames.of(mirror.resolve("leftover"));
        PartialNames continued = PartialNames.of(mirror.resolve("a"));
        for (PartialNames names : List.of(running, leftover, continued)) {
            Files.writeString(names.bytes(), "half");
            Files.writeString(names.claim(), "");
        }
        try (FileChannel claim = FileChannel.open(running.claim(), StandardOpenOption.WRITE)) {
            assertThat(claim.tryLock()).isNotNull();

            CliRun.Result result = run("--delete");

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(running.bytes()).hasContent("half");
            assertThat(running.claim()).exists();
        }
        assertThat(leftover.bytes()).doesNotExist();
        assertThat(leftover.claim()).doesNotExist();
        assertThat(mirror.resolve("a")).hasContent("one");
    }

    @Test
    void anUnfinishedDownloadOfAFileThatIsGoneShouldGoWithItsFolder() throws IOException {
        PartialNames names = PartialNames.of(
                Files.createDirectories(mirror.resolve("old/deep")).resolve("x"));
        Files.writeString(names.bytes(), "half");
        Files.writeString(names.claim(), "");

        CliRun.Result result = run("--delete");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains(" 1 deleted");
        assertThat(mirror.resolve("old")).doesNotExist();
    }

    @Test
    void aFolderThatCantBeSeenShouldNotKeepTheRest() throws IOException {
        Path gone = Files.writeString(Files.createDirectory(mirror).resolve("gone"), "");
        try (UnreachableFolder unreachable = new UnreachableFolder(mirror, temporary.resolve("aside"))) {
            assertThat(unreachable.canBeSeen()).isFalse();

            CliRun.Result result = run("--delete");

            assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
            assertThat(result.err()).contains("3 downloaded, 1 deleted, 1 failed");
            assertThat(gone).doesNotExist();
        }
    }

    @Test
    void nothingShouldBeDeletedIfTheCatalogIsNotKnownWhole() throws IOException {
        run();
        server.on("GET", LIST, StubServer.json(200, "{\"files\":[" + json("a") + "],\"next\":\"a\"}"));
        server.on("GET", LIST + "?after=a", problem(ProblemCode.STORE_UNAVAILABLE));
        assertThat(run("--delete").exitCode()).isEqualTo(7);

        server.on("GET", LIST, problem(ProblemCode.NO_SUCH_OPERATOR));
        assertThat(run("--delete").exitCode()).isEqualTo(6);

        assertThat(contents()).isEqualTo(catalog);
    }

    @Test
    void aFolderThatIsNotTheMirrorsOwnShouldNotBeEmptied() throws IOException {
        Path users = Files.createDirectory(temporary.resolve("users"));
        Path home = Files.createDirectory(users.resolve("bob"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), home);
        Path precious = Files.writeString(home.resolve("precious"), "keep");

        for (Path said : List.of(home, link)) {
            cli.with("HOME", said.toString());
            for (Path into : List.of(home, link, users, temporary, Path.of("/"))) {
                CliRun.Result result = cli.run("download", "--all", "alice", "--into", into.toString(), "--delete");

                assertThat(result.exitCode()).as(into + " where " + said).isEqualTo(2);
                assertThat(precious).exists();
            }
        }
        assertThat(server.requests()).isEmpty();
        assertThat(cli.run(
                                "download",
                                "--all",
                                "alice",
                                "--into",
                                home.resolve("in").toString(),
                                "--delete")
                        .exitCode())
                .isZero();
    }

    @Test
    void oneThatFailsShouldNotKeepTheOthers() throws IOException {
        server.on("GET", LIST + "/a", problem(ProblemCode.CONTENT_DAMAGED));

        assertThat(run().exitCode()).isEqualTo(3);
        assertThat(contents()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void anyNumberAtOnceShouldDo(int jobs) throws IOException {
        for (int i = 0; i < 50; i++) {
            catalog.put("many/" + i, "content " + i);
        }
        serve();

        assertThat(run("-j", Integer.toString(jobs)).exitCode()).isZero();
        assertThat(contents()).isEqualTo(catalog);
    }

    @Test
    void anOperatorShouldMirrorTheirOwn() throws IOException {
        cli.loggedIn(server.url(), Role.OPS, "alice", CliRun.NOW.plusSeconds(1));
        server.on("GET", "/ops/files", StubServer.json(200, "{\"files\":[" + json("a") + "]}"));
        server.on("GET", "/ops/files/a", StubServer.file("one".getBytes(StandardCharsets.UTF_8)));

        assertThat(run().exitCode()).isZero();
        assertThat(contents()).containsExactly(Map.entry("a", "one"));
        assertThat(cli.run("download", "--all", "someone").exitCode()).isEqualTo(5);
    }

    private CliRun.Result run(String... options) {
        String[] arguments = Stream.concat(Stream.of("download", "--all", "alice", "--into", "in"), Stream.of(options))
                .toArray(String[]::new);
        return cli.run(arguments);
    }

    private void serve() {
        String files = catalog.keySet().stream().map(this::json).collect(Collectors.joining(","));
        server.on("GET", LIST, StubServer.json(200, "{\"files\":[" + files + "]}"));
        catalog.forEach((name, content) -> server.on(
                "GET",
                LIST + "/" + name.replace(" ", "%20"),
                StubServer.file(content.getBytes(StandardCharsets.UTF_8))));
    }

    private String json(String name) {
        return StubServer.fileJson(name, catalog.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8), 1);
    }

    private Map<String, String> contents() throws IOException {
        Path root = mirror.toRealPath();
        try (Stream<Path> files = Files.walk(root)) {
            Map<String, String> contents = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(file).toString(), Files.readString(file));
            }
            return contents;
        }
    }
}
