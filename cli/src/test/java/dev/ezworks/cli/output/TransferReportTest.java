package dev.ezworks.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransferReportTest {
    private static final String DIGEST = "ab".repeat(32);
    private static final Failure MISSING = new Failure(ExitCode.NOT_FOUND, "there is no such file", "look", "r-1");

    @Test
    void aPipeShouldGetALinePerFileAndASummary() {
        Screen screen = Screen.piped();
        report(screen, false);

        assertThat(screen.out()).isEmpty();
        assertThat(screen.err())
                .startsWith("""
                        uploaded a.bin (2.0 KiB, 2.0 s, 1.0 KiB/s)
                        skipped link: a symbolic link
                        unchanged same (the same bytes are there)
                        ezworks: gone: there is no such file; look
                        """)
                .containsPattern("\n1 uploaded, 1 unchanged, 1 skipped, 1 failed \\(2\\.0 KiB, .*\\)\n$");
    }

    @Test
    void quietShouldLeaveErrorsOnly() {
        Screen screen = Screen.piped();
        screen.console().setQuiet(true);
        report(screen, false);

        assertThat(screen.err()).isEqualTo("ezworks: gone: there is no such file; look\n");
    }

    @Test
    void verboseShouldNameTheRequest() {
        Screen screen = Screen.piped();
        screen.console().setVerbose(true);
        report(screen, false);

        assertThat(screen.err()).contains("ezworks: gone: there is no such file; look (request r-1)\n");
    }

    @Test
    void jsonShouldHaveAnObjectPerFileAndEndWithASummary() {
        Screen screen = Screen.piped();
        report(screen, true);

        assertThat(screen.out().lines())
                .containsSubsequence(
                        "{\"type\":\"file\",\"status\":\"uploaded\",\"name\":\"a.bin\",\"bytes\":2048,\"sha256\":\""
                                + DIGEST + "\",\"version\":3}",
                        "{\"type\":\"file\",\"status\":\"skipped\",\"name\":\"link\",\"reason\":\"a symbolic link\"}",
                        "{\"type\":\"file\",\"status\":\"unchanged\",\"name\":\"same\",\"bytes\":0,\"sha256\":\""
                                + DIGEST + "\"}",
                        "{\"type\":\"file\",\"status\":\"failed\",\"name\":\"to/gone\",\"source\":\"gone\",\"exitCode\":6,"
                                + "\"reason\":\"there is no such file; look\"}")
                .last()
                .asString()
                .startsWith(
                        "{\"type\":\"summary\",\"uploaded\":1,\"downloaded\":0,\"unchanged\":1,\"deleted\":0,\"skipped\":1,"
                                + "\"failed\":1,\"planned\":0,\"left\":0,\"interrupted\":false,\"bytes\":2048,\"seconds\":");
        assertThat(screen.err()).isEqualTo("ezworks: gone: there is no such file; look\n");
    }

    @Test
    void aProgramShouldHearOfAFileAsSoonAsItIsDone() {
        Screen screen = Screen.piped();
        try (TransferReport report = new TransferReport(screen.console(), true, 2, 0)) {
            report.end(report.begin("a", 0), TransferResult.unchanged("a", DIGEST));

            assertThat(screen.outSoFar()).contains("\"name\":\"a\"").endsWith("\n");
        }
    }

    @Test
    void aLineShouldReplaceTheStatusAtTheBottom() {
        Screen screen = Screen.terminal(80);
        screen.console().status("working");
        screen.console().info("done");
        screen.console().info("more");

        assertThat(screen.err()).isEqualTo("\r\u001B[Kworking\r\u001B[Kdone\nmore\n");
    }

    @Test
    void theRateShouldBeThatOfWhatMovedInThisRun() {
        Screen screen = Screen.piped();
        try (TransferReport report = new TransferReport(screen.console(), false, 1, 4096)) {
            FileProgress file = report.begin("a.bin", 4096);
            file.moved(100);
            file.startOver();
            file.alreadyThere(2048);
            file.moved(1948);
            report.end(file, TransferResult.uploaded("a.bin", 4096, DIGEST, 3, Duration.ofSeconds(2)));
        }

        assertThat(screen.err()).isEqualTo("uploaded a.bin (4.0 KiB, 2.0 s, 1.0 KiB/s)\n");
    }

    private static void report(Screen screen, boolean json) {
        try (TransferReport report = new TransferReport(screen.console(), json, 4, 2048)) {
            FileProgress first = report.begin("a.bin", 2048);
            first.moved(2048);
            report.end(first, TransferResult.uploaded("a.bin", 2048, DIGEST, 3, Duration.ofSeconds(2)));
            report.end(report.begin("link", 0), TransferResult.skipped("link", "a symbolic link"));
            report.end(report.begin("same", 0), TransferResult.unchanged("same", DIGEST));
            report.end(report.begin("gone", 0), TransferResult.failed("to/gone", "gone", MISSING));
        }
    }
}
