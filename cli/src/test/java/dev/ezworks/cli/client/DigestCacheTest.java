package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestCacheTest {
    // By then every file of a test has settled.
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));

    @TempDir
    Path temporary;

    private Path folder;
    private Path caches;
    private Path file;

    @BeforeEach
    void makeAFile() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"), "needs a Unix");
        folder = Files.createDirectory(temporary.resolve("folder")).toRealPath();
        caches = temporary.resolve("caches");
        file = Files.writeString(folder.resolve("a b\u00e9"), "one");
    }

    @Test
    void aFileThatIsAsItWasShouldNotBeReadAgain() throws IOException {
        assertThat(digest(LATER)).isEqualTo(of("one"));
        pretendItWas("two");

        assertThat(digest(LATER)).as("what was kept").isEqualTo(of("two"));
    }

    @Test
    void otherBytesShouldShowThoughSizeAndTimeAreAsTheyWere() throws IOException {
        assertThat(digest(LATER)).isEqualTo(of("one"));
        FileTime modified = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, modified);

        assertThat(digest(LATER)).isEqualTo(of("two"));
    }

    @Test
    void aFileOfAnySizeShouldBeRead() throws IOException {
        byte[] large = Bytes.random(3_000_000);
        Files.write(file, large);

        assertThat(digest(LATER)).isEqualTo(Sha256.of(large));
    }

    @Test
    void aFileThatHasJustChangedShouldNotBeRemembered() throws IOException {
        assertThat(digest(Clock.systemUTC())).isEqualTo(of("one"));

        assertThat(caches).doesNotExist();
    }

    @Test
    void whatIsNotAskedForAnyMoreShouldBeForgotten() throws IOException {
        digest(LATER);
        Path other = Files.writeString(folder.resolve("other"), "x");
        DigestCache cache = DigestCache.open(folder, caches, LATER);
        cache.digest(other);
        cache.save();

        assertThat(kept()).contains("other").doesNotContain("a b");
    }

    @Test
    void aDamagedCacheShouldDoNoHarm() throws IOException {
        digest(LATER);
        for (String damage : new String[] {"", "\0", "nonsense", "a\tb\tc\0", "\t\t\t\0"}) {
            Files.writeString(cacheFile(), damage);

            assertThat(digest(LATER)).isEqualTo(of("one"));
        }
    }

    private Sha256 digest(Clock clock) throws IOException {
        DigestCache cache = DigestCache.open(folder, caches, clock);
        Sha256 digest = cache.digest(file);
        cache.save();
        return digest;
    }

    private void pretendItWas(String text) throws IOException {
        Files.writeString(cacheFile(), kept().replace(of("one").hex(), of(text).hex()));
    }

    private String kept() throws IOException {
        return Files.readString(cacheFile());
    }

    private Path cacheFile() throws IOException {
        try (var files = Files.list(caches)) {
            return files.findFirst().orElseThrow();
        }
    }

    private static Sha256 of(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
