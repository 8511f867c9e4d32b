package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialClaimTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void setFile() {
        file = folder.resolve("claim");
    }

    @Test
    void anotherProcessShouldGetItOnlyWhenItIsGivenBack() throws Exception {
        try (PartialClaim claim = PartialClaim.take(file).orElseThrow()) {
            claim.record(Sha256.of(new byte[1]));

            assertThat(OtherProcess.canTake(file)).isFalse();
        }
        assertThat(OtherProcess.canTake(file)).isTrue();
    }

    @Test
    void whoeverIsRefusedHereShouldNotEndTheLock() throws Exception {
        Path elsewhere = Files.createSymbolicLink(folder.resolve("same folder"), folder);
        try (PartialClaim claim = PartialClaim.take(file).orElseThrow()) {
            assertThat(PartialClaim.take(file)).isEmpty();
            assertThat(PartialClaim.take(elsewhere.resolve("claim"))).isEmpty();

            assertThat(OtherProcess.canTake(file)).isFalse();
            assertThat(claim.version()).isEmpty();
        }
    }

    @Test
    void whatIsRemovedShouldBeFreeAtOnce() throws IOException {
        try (PartialClaim claim = PartialClaim.take(file).orElseThrow()) {
            claim.remove();
            try (PartialClaim next = PartialClaim.take(file).orElseThrow()) {
                assertThat(next.version()).isEmpty();
                assertThat(PartialClaim.take(file)).isEmpty();
            }
        }
    }

    @Test
    void ofManyAtOnceOneShouldHaveIt() throws Exception {
        AtomicInteger holders = new AtomicInteger();
        Callable<Boolean> worker = () -> {
            boolean alone = true;
            for (int i = 0; i < 200; i++) {
                Optional<PartialClaim> taken = PartialClaim.take(file);
                if (taken.isPresent()) {
                    try (PartialClaim claim = taken.get()) {
                        alone &= holders.incrementAndGet() == 1;
                        holders.decrementAndGet();
                        claim.remove();
                    }
                }
            }
            return alone;
        };
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> workers =
                    IntStream.range(0, 4).mapToObj(i -> worker).toList();
            for (var result : pool.invokeAll(workers)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
