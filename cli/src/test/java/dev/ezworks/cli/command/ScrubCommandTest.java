package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script stands for the server that checks. */
class ScrubCommandTest {
    private static final String DAMAGED =
            "{\"type\":\"file\",\"status\":\"damaged\",\"owner\":\"olga\",\"name\":\"a b\","
                    + "\"version\":3,\"content\":\"0f\",\"size\":10,\"reason\":\"it has 9 bytes instead of 10\"}";
    private static final String PROGRESS =
            "{\"type\":\"progress\",\"whole\":1,\"damaged\":0,\"unchecked\":0,\"mended\":0,\"bytes\":1024,\"seconds\":60.0}";

    @TempDir
    private Path folder;

    private CliRun cli;

    @BeforeEach
    void startFresh() {
        cli = new CliRun(folder);
    }

    @Test
    void wholeStoreShouldBeSuccess() throws IOException {
        CliRun.Result result = scrub(PROGRESS + "\n" + summary(2, 0, 0), "scrub");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("so far: 1 whole (1.0 KiB), 0 damaged\n2 whole (2.0 KiB), 0 damaged\n");
    }

    @Test
    void damagedFilesShouldBeListedAndBeAMismatch() throws IOException {
        CliRun.Result result = scrub(DAMAGED + "\n" + summary(2, 1, 1), "scrub");

        assertThat(result.exitCode()).isEqualTo(8);
        assertThat(result.out()).isEqualTo("damaged olga/a b version 3 content 0f: it has 9 bytes instead of 10\n");
        assertThat(result.err()).isEqualTo("2 whole (2.0 KiB), 1 damaged, 1 unchecked\n");
    }

    @Test
    void filesThatCouldNotBeCheckedShouldFailToo() throws IOException {
        assertThat(scrub(summary(2, 0, 1), "scrub").exitCode()).isEqualTo(3);
    }

    @Test
    void jsonShouldBeTheLinesForPrograms() throws IOException {
        CliRun.Result result = scrub(DAMAGED + "\n" + PROGRESS + "\n" + summary(2, 1, 0), "scrub", "--json");

        assertThat(result.exitCode()).isEqualTo(8);
        assertThat(result.out()).isEqualTo(DAMAGED + "\n" + summary(2, 1, 0) + "\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void reasonOfAScrubThatCannotBeDoneShouldBeTold() throws IOException {
        CliRun.Result result = scrub("{\"type\":\"error\",\"reason\":\"the folder is in use\"}", "scrub");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("ezworks: the folder is in use\n");
    }

    @Test
    void scrubThatEndsEarlyShouldNotBeSuccess() throws IOException {
        CliRun.Result result = scrub("", "scrub");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("ezworks: the scrub ended before everything was checked\n");
    }

    @Test
    void optionsShouldReachTheServerAsSettings() throws IOException {
        Path script =
                launcher("printf '{\"type\":\"error\",\"reason\":\"%s\"}\\n' \"$* $EZWORKS_DATA $EZWORKS_SCRUB_RATE\"");

        CliRun.Result result = cli.with("EZWORKS_LAUNCHER", script.toString())
                .run("scrub", "--data", "/srv/data", "--scrub-rate", "200MB");

        assertThat(result.err()).isEqualTo("ezworks: scrub-store /srv/data 200MB\n");
    }

    @Test
    void namesShouldNotSteerTheTerminal() throws IOException {
        CliRun.Result result = scrub(DAMAGED.replace("a b", "a\\u001b[2Jb") + "\n" + summary(0, 1, 0), "scrub");

        assertThat(result.out()).contains("olga/a\\u{1b}[2Jb");
    }

    private static String summary(int whole, int damaged, int unchecked) {
        return "{\"type\":\"summary\",\"whole\":%d,\"damaged\":%d,\"unchecked\":%d,\"mended\":0,\"bytes\":2048,\"seconds\":1.5}"
                .formatted(whole, damaged, unchecked);
    }

    private CliRun.Result scrub(String lines, String... arguments) throws IOException {
        Path told = Files.writeString(folder.resolve("told"), lines.isEmpty() ? "" : lines + "\n");
        return cli.with("EZWORKS_LAUNCHER", launcher("cat '" + told + "'").toString())
                .run(arguments);
    }

    private Path launcher(String command) throws IOException {
        Path script = Files.writeString(folder.resolve("launcher"), "#!/bin/sh\n" + command + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
