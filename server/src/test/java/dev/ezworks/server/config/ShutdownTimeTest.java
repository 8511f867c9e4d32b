package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.storage.local.LocalStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** A server is gone when docs/operate/scale.md says so. */
class ShutdownTimeTest {
    private static final Pattern PROMISE = Pattern.compile("It is gone within (\\d+) s");

    // For all that has no bound of its own because it takes no time to speak of.
    private static final Duration EVERYTHING_ELSE = Duration.ofSeconds(2);

    @Test
    void allThatIsWaitedForShouldFitIntoThePromise() throws IOException {
        assertThat(grace().plus(TransfersShutdown.PATIENCE)
                        .plus(LocalStore.LONGEST_CLOSE)
                        .plus(EVERYTHING_ELSE))
                .isLessThanOrEqualTo(promised());
    }

    private static Duration grace() throws IOException {
        Properties boot = PropertiesLoaderUtils.loadProperties(new ClassPathResource("application.properties"));
        return DurationStyle.detectAndParse(
                Objects.requireNonNull(boot.getProperty("spring.lifecycle.timeout-per-shutdown-phase")));
    }

    private static Duration promised() throws IOException {
        Matcher promise = PROMISE.matcher(Files.readString(Path.of("..", "docs", "operate", "scale.md")));
        assertThat(promise.find()).isTrue();
        return Duration.ofSeconds(Long.parseLong(promise.group(1)));
    }
}
