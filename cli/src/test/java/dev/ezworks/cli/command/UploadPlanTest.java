package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.output.Prompt;
import dev.ezworks.cli.output.Screen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadPlanTest {
    @TempDir
    Path folder;

    private boolean recursive = true;
    private boolean follow;
    private String prefix = "";
    private @Nullable String as;
    private Path leaveOut = Path.of("/nowhere");

    @ParameterizedTest
    @CsvSource({
        "dir, 'dir/a dir/sub/b'",
        "dir/, 'a sub/b'",
        "dir/., 'a sub/b'",
        "./dir, 'dir/a dir/sub/b'",
        "dir/sub, sub/b",
        "dir/sub/, b",
        "dir/sub/.., 'a sub/b'",
        ".,  'dir/a dir/sub/b'",
        "./, 'dir/a dir/sub/b'",
        "dir/a, a",
    })
    void aFolderShouldKeepItsTreeAndATrailingSlashShouldTakeItsNameAway(String given, String names) throws IOException {
        write("dir/a");
        write("dir/sub/b");

        assertThat(names(given)).containsExactly(names.split(" "));
    }

    @Test
    void aTreeShouldBeOrderedByTheBytesOfItsNames() throws IOException {
        // U+FF5E comes after U+1F600 in UTF-16, and before it in UTF-8.
        for (String name : List.of("b", "a/z", "a.txt", "B", "\uFF5E", "\uD83D\uDE00", "a-")) {
            write("dir/" + name);
        }

        assertThat(names("dir/")).containsExactly("B", "a-", "a.txt", "a/z", "b", "\uFF5E", "\uD83D\uDE00");
    }

    @Test
    void aPrefixShouldStandInFrontOfEveryName() throws IOException {
        write("dir/a");
        write("x");
        prefix = "2026/";

        assertThat(names("dir", "x")).containsExactly("2026/dir/a", "2026/x");
    }

    @Test
    void anEmptyFolderShouldBeNothing() throws IOException {
        Files.createDirectories(folder.resolve("dir/empty"));

        assertThat(plan("dir")).isEmpty();
    }

    @Test
    void aFolderShouldBeAFailureUnlessItIsAskedFor() throws IOException {
        write("dir/a");
        recursive = false;

        assertThat(failure("dir")).contains("is a folder").contains("-r");
    }

    @Test
    void symbolicLinksShouldBeSkippedWithALine() throws IOException {
        write("dir/a");
        link("dir/file", "a");
        link("dir/folder", ".");
        link("dir/broken", "nowhere");

        assertThat(plan("dir"))
                .hasSize(4)
                .filteredOn(item -> !item.shown().equals("dir/a"))
                .allSatisfy(item -> assertThat(item)
                        .isInstanceOfSatisfying(
                                UploadItem.Skipped.class,
                                skipped -> assertThat(skipped.why()).contains("a symbolic link")));
    }

    @Test
    void followedLinksShouldBeWhatTheyPointTo() throws IOException {
        write("dir/a");
        write("other/b");
        link("dir/file", "a");
        link("dir/folder", "../other");
        link("dir/broken", "nowhere");
        follow = true;

        List<UploadItem> items = plan("dir");

        assertThat(items)
                .extracting(UploadItem::shown)
                .containsExactly("dir/a", "dir/broken", "dir/file", "dir/folder/b");
        assertThat(items.get(1)).isInstanceOf(UploadItem.Skipped.class);
    }

    @Test
    void linksInALoopShouldEnd() throws IOException {
        write("dir/sub/a");
        link("dir/sub/up", "..");
        link("dir/self", "self");
        follow = true;

        assertThat(plan("dir"))
                .filteredOn(UploadItem.LocalFile.class::isInstance)
                .extracting(UploadItem::shown)
                .containsExactly("dir/sub/a");
    }

    @Test
    void aLinkToAFolderShouldBeFollowedIfASlashSaysSo() throws IOException {
        write("dir/a");
        link("link", "dir");

        assertThat(names("link/")).containsExactly("a");
        assertThat(plan("link")).singleElement().isInstanceOf(UploadItem.Skipped.class);
    }

    @Test
    void whatIsNoRegularFileShouldBeSkipped() throws Exception {
        write("dir/a");
        Process mkfifo = new ProcessBuilder("mkfifo", folder.resolve("dir/pipe").toString()).start();
        Assumptions.assumeTrue(mkfifo.waitFor() == 0, "mkfifo");

        assertThat(plan("dir").get(1))
                .isInstanceOfSatisfying(
                        UploadItem.Skipped.class,
                        skipped -> assertThat(skipped.why()).startsWith("not a regular file"));
    }

    @Test
    void aNameThatCantBePublishedShouldBeOneFailureOfATree() throws IOException {
        write("dir/a");
        write("dir/new\nline");
        write("dir/back\\slash");

        List<UploadItem> items = plan("dir");

        assertThat(items)
                .hasSize(3)
                .filteredOn(UploadItem.Unusable.class::isInstance)
                .hasSize(2);
    }

    @Test
    void aFolderThatCantBeReadShouldBeOneFailureOfATree() throws IOException {
        write("dir/a");
        try (UnreachableFolder unreachable = new UnreachableFolder(folder.resolve("dir"), folder.resolve("aside"))) {
            assertThat(unreachable.canBeSeen()).isFalse();

            assertThat(plan("dir")).hasSize(2).last().isInstanceOf(UploadItem.Unusable.class);
        }
    }

    @Test
    void twoFilesForOneNameShouldBeRefusedBeforehand() throws IOException {
        write("x/a");
        write("y/a");

        assertThatThrownBy(() -> plan("x/a", "y/a"))
                .isInstanceOfSatisfying(
                        CliException.class,
                        e -> assertThat(e.failure().exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("both be published as a");
        assertThatThrownBy(() -> plan("x/", "y/")).isInstanceOf(CliException.class);
        assertThatThrownBy(() -> listed("x/a", "y/a")).isInstanceOf(CliException.class);
    }

    @Test
    void aFileThatIsGivenTwiceShouldBeUploadedOnce() throws IOException {
        write("a");

        assertThat(names("a", "./a", "a")).containsExactly("a");
    }

    @Test
    void aListShouldBeTakenInItsOrderAndItsFailuresAsFailures() throws IOException {
        write("b");
        write("dir/a");
        write("x\\y");
        write("-");

        List<UploadItem> items = listed("dir/a", "missing", "x\\y", "b", "-");

        assertThat(items).extracting(UploadItem::shown).containsExactly("dir/a", "missing", "x\\y", "b", "-");
        assertThat(items)
                .extracting(item -> item.target().map(Object::toString).orElse("none"))
                .containsExactly("a", "none", "none", "b", "-");
    }

    @Test
    void theFileThatIsWrittenMeanwhileShouldBeLeftOut() throws IOException {
        write("dir/a");
        write("dir/manifest");
        leaveOut = folder.resolve("dir/manifest");

        assertThat(plan("dir").get(1)).isInstanceOf(UploadItem.Skipped.class);
    }

    private void write(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path);
    }

    private void link(String path, String target) throws IOException {
        Files.createSymbolicLink(folder.resolve(path), Path.of(target));
    }

    private List<String> names(String... arguments) {
        return plan(arguments).stream()
                .map(item -> item.target().orElseThrow().value())
                .toList();
    }

    private String failure(String argument) {
        return ((UploadItem.Unusable) plan(argument).get(0)).failure().line();
    }

    private List<UploadItem> plan(String... arguments) {
        UploadPlan plan = newPlan();
        plan.addArguments(List.of(arguments));
        return plan.items();
    }

    private List<UploadItem> listed(String... paths) {
        UploadPlan plan = newPlan();
        plan.addListed(List.of(paths));
        return plan.items();
    }

    private UploadPlan newPlan() {
        Environment environment = new Environment(
                Map.of(),
                folder,
                new ByteArrayInputStream(new byte[0]),
                Screen.piped().console(),
                new Nobody(),
                Clock.systemUTC());
        return new UploadPlan(environment, new UploadRules(prefix, recursive, follow, leaveOut), as);
    }

    private static final class Nobody implements Prompt {
        @Override
        public boolean available() {
            return false;
        }

        @Override
        public String line(String question) {
            throw new AssertionError(question);
        }

        @Override
        public String secret(String question) {
            throw new AssertionError(question);
        }
    }
}
