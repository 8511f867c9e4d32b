package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ETagsTest {
    @Test
    void noFieldShouldBeNoTags() {
        assertThat(ETags.parse("If-Match", null)).isEmpty();
        assertThat(ETags.parse("If-Match", List.of())).isEmpty();
    }

    @Test
    void starShouldMatchAnything() {
        ETags tags = parse(" * ");
        assertThat(tags.any()).isTrue();
        assertThat(tags.matchStrong("x")).isTrue();
        assertThat(tags.matchWeak("x")).isTrue();
    }

    @Test
    void strongComparisonShouldPassWeakTagsBy() {
        ETags tags = parse("\"a\", W/\"b\"");
        assertThat(tags.matchStrong("a")).isTrue();
        assertThat(tags.matchStrong("b")).isFalse();
        assertThat(tags.matchWeak("a")).isTrue();
        assertThat(tags.matchWeak("b")).isTrue();
        assertThat(tags.matchWeak("c")).isFalse();
        assertThat(tags.any()).isFalse();
    }

    @Test
    void tagsShouldHoldCommasAndNothing() {
        ETags tags = parse("\"a,b\",\"\" ,, \"c\"");
        assertThat(tags.all()).containsExactly("a,b", "", "c");
    }

    @Test
    void severalFieldsShouldBeOneList() {
        assertThat(ETags.parse("If-Match", List.of("\"a\"", "\"b\""))
                        .orElseThrow()
                        .all())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "\"a",
                "a\"",
                "w/\"a\"",
                "W/ \"a\"",
                "\"a\" \"b\"",
                "*, \"a\"",
                "\"a\", *",
                "\"a b\"",
                "W/a",
                "'a'"
            })
    void malformedListShouldBeABadRequest(String value) {
        assertThatThrownBy(() -> parse(value))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.BAD_REQUEST));
    }

    private static ETags parse(String value) {
        return ETags.parse("If-Match", List.of(value)).orElseThrow();
    }
}
