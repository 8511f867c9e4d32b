package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.ProblemCode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class ConditionsTest {
    private static final Conditions.Validators CURRENT =
            new Conditions.Validators("tag", Instant.parse("1994-11-06T08:49:37.500Z"));
    private static final String SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
    private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";

    private final HttpHeaders headers = new HttpHeaders();

    @Test
    void noConditionShouldHold() {
        assertThat(notModified()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"tag\"", "\"other\", \"tag\""})
    void ifMatchShouldHoldForTheTag(String value) {
        headers.set("If-Match", value);
        assertThat(notModified()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "W/\"tag\""})
    void ifMatchShouldCompareStrongly(String value) {
        headers.set("If-Match", value);
        assertFails();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"tag\"", "W/\"tag\"", "\"other\", W/\"tag\""})
    void ifNoneMatchShouldCompareWeakly(String value) {
        headers.set("If-None-Match", value);
        assertThat(notModified()).isTrue();
    }

    @Test
    void ifNoneMatchOfAnotherTagShouldLetThrough() {
        headers.set("If-None-Match", "\"other\"");
        assertThat(notModified()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {SAME + "|true", AFTER + "|true", BEFORE + "|false"})
    void ifModifiedSinceShouldCompareSeconds(String date, boolean notModified) {
        headers.set("If-Modified-Since", date);
        assertThat(notModified()).isEqualTo(notModified);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    // RFC 9110 section 5.6.7.
    void obsoleteFormsOfDatesShouldBeUnderstood(String date) {
        headers.set("If-Modified-Since", date);
        assertThat(notModified()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {SAME, AFTER})
    void ifUnmodifiedSinceShouldHoldFromThenOn(String date) {
        headers.set("If-Unmodified-Since", date);
        assertThat(notModified()).isFalse();
    }

    @Test
    void ifUnmodifiedSinceBeforeShouldFail() {
        headers.set("If-Unmodified-Since", BEFORE);
        assertFails();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "", "784111777", "\"tag\""})
    void dateThatIsNoneShouldBeIgnored(String date) {
        headers.set("If-Modified-Since", date);
        headers.set("If-Unmodified-Since", date);
        assertThat(notModified()).isFalse();
    }

    @Test
    void tagsShouldGoBeforeDates() {
        headers.set("If-Match", "\"tag\"");
        headers.set("If-Unmodified-Since", BEFORE);
        headers.set("If-None-Match", "\"other\"");
        headers.set("If-Modified-Since", AFTER);
        assertThat(notModified()).isFalse();
    }

    @Test
    void failedIfMatchShouldGoBeforeIfNoneMatch() {
        headers.set("If-Match", "\"other\"");
        headers.set("If-None-Match", "\"tag\"");
        assertFails();
    }

    @Test
    void ifNoneMatchShouldBeLookedAtAfterIfMatchHolds() {
        headers.set("If-Match", "\"tag\"");
        headers.set("If-None-Match", "\"tag\"");
        assertThat(notModified()).isTrue();
    }

    @Test
    void rangeShouldHoldWithoutIfRange() {
        headers.set("Range", "bytes=0-1");
        assertThat(new Conditions(headers).range(CURRENT)).contains("bytes=0-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tag\"|true",
                "W/\"tag\"|false",
                "\"other\"|false",
                "tag|false",
                SAME + "|true",
                BEFORE + "|false",
                AFTER + "|false",
                "nonsense|false"
            })
    void ifRangeShouldWantExactlyThisVersion(String value, boolean holds) {
        headers.set("Range", "bytes=0-1");
        headers.set("If-Range", value);
        assertThat(new Conditions(headers).range(CURRENT).isPresent()).isEqualTo(holds);
    }

    private boolean notModified() {
        return new Conditions(headers).notModified(CURRENT);
    }

    private void assertFails() {
        assertThatThrownBy(this::notModified)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.PRECONDITION_FAILED));
    }
}
