package dev.ezworks.server.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.web.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class UploadHeadersTest {
    @Test
    void contentTypeShouldBeKeptAsGiven() {
        assertThat(UploadHeaders.contentType(of("text/plain; charset=\"utf-8\"")))
                .isEqualTo("text/plain; charset=\"utf-8\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain; a=\"x\ny\"", "text/plain; a=\"x\u0001y\"", "text/plain; a=\"x\u007fy\""})
    void contentTypeShouldBeRefusedWhenNoHeaderOfADownloadCouldCarryIt(String given) {
        assertThatThrownBy(() -> UploadHeaders.contentType(of(given))).isInstanceOf(ProblemException.class);
    }

    private static HttpHeaders of(String contentType) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.CONTENT_TYPE, contentType);
        return headers;
    }
}
