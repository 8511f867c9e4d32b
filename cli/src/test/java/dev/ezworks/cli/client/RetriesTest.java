package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {
    private static final TransferListener NOBODY = bytes -> {};

    private final List<Duration> pauses = new ArrayList<>();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void whatWorksShouldBeTriedOnce() throws IOException {
        assertThat(retries(5, 1).run(() -> "done", NOBODY)).isEqualTo("done");
        assertThat(pauses).isEmpty();
    }

    @Test
    void pausesShouldDoubleUpToTheLongest() {
        assertThatThrownBy(() -> retries(9, 1).run(this::broken, NOBODY))
                .isInstanceOf(ServerUnreachableException.class);

        assertThat(tries).hasValue(10);
        assertThat(pauses)
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void chanceShouldCutAPauseByHalfAtMost() {
        assertThatThrownBy(() -> retries(2, 0).run(this::broken, NOBODY))
                .isInstanceOf(ServerUnreachableException.class);

        assertThat(pauses).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
    }

    @Test
    void theServersWishShouldBeHonouredWhereItIsLonger() {
        Retries retries = retries(2, 1);
        assertThatThrownBy(() -> retries.run(() -> answered(429, 7), NOBODY))
                .isInstanceOf(ServerProblemException.class);
        assertThatThrownBy(() -> retries.run(() -> answered(503, 0), NOBODY))
                .isInstanceOf(ServerProblemException.class);

        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(7), Duration.ofSeconds(7), Duration.ofMillis(500), Duration.ofMillis(1000));
    }

    @Test
    void aServerThatWantsToBeLeftAloneForLongShouldBe() {
        long tooLong = Retries.MOST_PATIENCE.toSeconds() + 1;

        assertThatThrownBy(() -> retries(5, 1).run(() -> answered(503, tooLong), NOBODY))
                .isInstanceOf(ServerProblemException.class);

        assertThat(tries).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 1", "401, 1", "403, 1", "404, 1", "408, 2", "412, 1", "413, 1", "429, 2", "500, 2", "502, 2", "503, 2",
        "504, 2", "507, 1",
    })
    void onlyWhatMayPassShouldBeTriedAgain(int status, int expected) {
        assertThatThrownBy(() -> retries(1, 1).run(() -> answered(status, null), NOBODY))
                .isInstanceOf(ServerProblemException.class);

        assertThat(tries).hasValue(expected);
    }

    @Test
    void aFileThatChangedShouldNotBeTriedAgain() {
        assertThatThrownBy(() -> retries(5, 1)
                        .run(
                                () -> {
                                    tries.incrementAndGet();
                                    throw new FileChangedException("it changed");
                                },
                                NOBODY))
                .isInstanceOf(FileChangedException.class);

        assertThat(tries).hasValue(1);
    }

    @Test
    void whoGetsOnShouldNotRunOutOfTries() throws IOException {
        AtomicLong reached = new AtomicLong();

        String result = retries(1, 1)
                .run(
                        () -> {
                            if (reached.addAndGet(10) < 100) {
                                broken();
                            }
                            return "done";
                        },
                        reached::get,
                        NOBODY);

        assertThat(result).isEqualTo("done");
        assertThat(pauses).hasSize(9).containsOnly(Retries.FIRST_PAUSE);
    }

    @Test
    void whoOnlyGetsToWhereTheyWereBeforeShouldRunOutOfTries() {
        long[] stops = {50, 0, 50, 10, 50};
        AtomicLong reached = new AtomicLong();

        assertThatThrownBy(() -> retries(3, 1)
                        .run(
                                () -> {
                                    reached.set(stops[tries.get()]);
                                    return broken();
                                },
                                reached::get,
                                NOBODY))
                .isInstanceOf(ServerUnreachableException.class);

        assertThat(tries).hasValue(4);
    }

    @Test
    void theListenerShouldHearOfThePauseAndThatTheBytesMoveAgain() {
        List<String> heard = new ArrayList<>();
        TransferListener listener = new TransferListener() {
            @Override
            public void moved(long bytes) {}

            @Override
            public void startOver() {
                heard.add("start over");
            }

            @Override
            public void waiting(Duration pause, ClientException reason) {
                heard.add("wait " + pause.toMillis());
            }
        };

        assertThatThrownBy(() -> retries(1, 1).run(this::broken, listener))
                .isInstanceOf(ServerUnreachableException.class);

        assertThat(heard).containsExactly("start over", "wait 500", "start over");
    }

    private Retries retries(int most, double chance) {
        return new Retries(most, pauses::add, () -> chance);
    }

    private String broken() {
        tries.incrementAndGet();
        throw new ServerUnreachableException("no connection", new IOException());
    }

    private String answered(int status, @Nullable Long retryAfter) {
        tries.incrementAndGet();
        throw new ServerProblemException(new ServerProblem(
                status,
                "",
                "A title",
                "",
                List.of(),
                null,
                retryAfter == null ? null : Duration.ofSeconds(retryAfter)));
    }

    private String answered(int status, long retryAfter) {
        return answered(status, Long.valueOf(retryAfter));
    }
}
