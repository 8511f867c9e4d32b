package dev.ezworks.server.storage.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameRangeTest {
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    @ParameterizedTest
    @CsvSource({"a,b", "az,a{", "reports/,reports0", "\uD7FF,\uE000", "\uFFFF,\uD800\uDC00", "\uD801\uDC00,\uD801\uDC01"
    })
    void firstAfterShouldRaiseTheLastCharacter(String prefix, String expected) {
        assertThat(NameRange.firstAfter(prefix)).contains(expected);
    }

    @Test
    void firstAfterShouldRaiseTheOneBeforeWhenTheLastCannotBeRaised() {
        assertThat(NameRange.firstAfter("a" + LAST + LAST)).contains("b");
    }

    @Test
    void firstAfterShouldBeEmptyWhenNothingComesAfter() {
        assertThat(NameRange.firstAfter("")).isEmpty();
        assertThat(NameRange.firstAfter(LAST)).isEmpty();
    }
}
