package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

class AcceptTest {
    @Test
    void whoeverSaysNothingShouldGetTheFirst() {
        assertThat(choose(new HttpHeaders())).isEqualTo(MediaType.APPLICATION_JSON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | application/json",
                "text/plain | text/plain",
                "text/* | text/plain",
                "text/plain, */* | application/json",
                "text/plain, application/json;q=0.9 | text/plain",
                "application/json;q=0.1, text/plain;q=0.2 | text/plain",
                "*/*, application/json;q=0 | text/plain",
                "text/*;q=0.9, text/plain;q=0.1, application/*;q=0.5 | application/json",
                "TEXT/PLAIN | text/plain",
                "text/plain;charset=utf-8 | text/plain",
                "nonsense | application/json"
            })
    void bestOfferShouldWin(String accept, String expected) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.ACCEPT, accept);
        assertThat(choose(headers)).isEqualTo(MediaType.parseMediaType(expected));
    }

    @Test
    void nothingAcceptableShouldBeSaid() {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.ACCEPT, "image/png, text/plain;q=0");
        assertThatThrownBy(() -> choose(headers))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.NOT_ACCEPTABLE));
    }

    private static MediaType choose(HttpHeaders headers) {
        return Accept.of(headers).choose(MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN);
    }
}
