package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Username;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadJournalTest {
    private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");
    private static final FileName NAME = FileName.of("big.bin");
    private static final NotedUpload NOTED = new NotedUpload(new UploadPath("/ops/uploads/u1"), 20, NOW, true);

    @TempDir
    Path temporary;

    private Path folder;
    private Path file;

    @BeforeEach
    void prepare() {
        folder = temporary.resolve("state/uploads");
        file = temporary.resolve("big.bin");
    }

    private UploadJournal journal(String server, String username) {
        return new UploadJournal(
                folder, ServerUrl.parse(server), new Username(username), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private UploadJournal journal() {
        return journal("http://127.0.0.1:5000", "alice");
    }

    @Test
    void whatWasNotedShouldBeThereForTheNextRun() throws IOException {
        try (UploadJournal journal = journal();
                JournalEntry entry = journal.claim(file, NAME)) {
            assertThat(entry.read()).isEmpty();
            entry.write(NOTED);
        }
        try (UploadJournal journal = journal();
                JournalEntry entry = journal.claim(file, NAME)) {
            assertThat(entry.read()).contains(NOTED);
            entry.forget();
            assertThat(entry.read()).isEmpty();
        }
    }

    @Test
    void anUploadShouldBeTheSameOnlyForOneServerUserFileAndName() throws IOException {
        try (UploadJournal journal = journal();
                JournalEntry entry = journal.claim(file, NAME)) {
            entry.write(NOTED);
        }
        try (UploadJournal journal = journal();
                UploadJournal elsewhere = journal("http://127.0.0.1:5001", "alice");
                UploadJournal others = journal("http://127.0.0.1:5000", "bob")) {
            assertThat(noted(elsewhere, file, NAME)).isFalse();
            assertThat(noted(others, file, NAME)).isFalse();
            assertThat(noted(journal, file.resolveSibling("other"), NAME)).isFalse();
            assertThat(noted(journal, file, FileName.of("other"))).isFalse();
            assertThat(noted(journal, temporary.resolve("x/../big.bin"), NAME)).isTrue();
        }
    }

    private static boolean noted(UploadJournal journal, Path file, FileName name) throws IOException {
        try (JournalEntry entry = journal.claim(file, name)) {
            return entry.read().isPresent();
        }
    }

    @Test
    void anUploadShouldBeOneRunsAtATime() throws IOException {
        try (UploadJournal journal = journal();
                UploadJournal second = journal()) {
            try (JournalEntry entry = journal.claim(file, NAME);
                    JournalEntry other = journal.claim(file, FileName.of("other"))) {
                assertThat(other.read()).isEqualTo(entry.read());
                assertThatThrownBy(() -> second.claim(file, NAME))
                        .isInstanceOfSatisfying(
                                CliException.class,
                                e -> assertThat(e.failure().exitCode()).isEqualTo(ExitCode.ERROR))
                        .hasMessageContaining("another run is uploading");
            }
            second.claim(file, NAME).close();
        }
    }

    @Test
    void oldNotesShouldBeRemoved() throws IOException {
        Path old;
        try (UploadJournal journal = journal();
                JournalEntry entry = journal.claim(file, NAME)) {
            entry.write(NOTED);
            old = folder.resolve("old" + JournalEntry.SUFFIX);
            Files.writeString(old, "x");
            Files.setLastModifiedTime(
                    old, FileTime.from(NOW.minus(UploadJournal.KEPT_FOR).minusSeconds(1)));
        }

        try (UploadJournal journal = journal()) {
            assertThat(noted(journal, file, NAME)).isTrue();
        }
        assertThat(old).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeMadeShouldBeTold() throws IOException {
        Files.writeString(temporary.resolve("state"), "in the way");

        try (UploadJournal journal = journal()) {
            assertThatThrownBy(() -> journal.claim(file, NAME))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("EZWORKS_STATE_DIR");
        }
    }
}
