package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final String NOW = "Sun, 22 Nov 2026 20:00:00 GMT";

    @Test
    void secondsShouldBeSeconds() {
        assertThat(RetryAfter.of(headers("120"))).contains(Duration.ofMinutes(2));
    }

    @Test
    void aDateShouldBeTakenByTheServersClock() {
        assertThat(RetryAfter.of(headers("Sun, 22 Nov 2026 20:01:30 GMT"))).contains(Duration.ofSeconds(90));
        assertThat(RetryAfter.of(headers("Sun, 22 Nov 2026 19:00:00 GMT"))).contains(Duration.ZERO);
    }

    @Test
    void aDateOfAServerThatDoesNotSayWhatTimeItIsShouldSayNothing() {
        Map<String, List<String>> headers = Map.of("Retry-After", List.of("Sun, 22 Nov 2026 20:01:30 GMT"));

        assertThat(RetryAfter.of(HttpHeaders.of(headers, (name, value) -> true)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", "99999999999999999999"})
    void nonsenseShouldSayNothing(String value) {
        assertThat(RetryAfter.of(headers(value))).isEmpty();
    }

    private static HttpHeaders headers(String retryAfter) {
        return HttpHeaders.of(Map.of("Retry-After", List.of(retryAfter), "Date", List.of(NOW)), (name, value) -> true);
    }
}
