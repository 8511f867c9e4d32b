package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ETagsTest {
    @Test
    void parseShouldReadWeakAndStrongTagsAndSkipEmptyElements() {
        ETags tags =
                ETags.parse("If-Match", List.of("\"a\" , ,W/\"b\"", "\"c\"")).orElseThrow();

        assertThat(tags.strong()).containsExactly("a", "c");
        assertThat(tags.all()).containsExactly("a", "b", "c");
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void parseShouldRefuseManyBlanksInTimeThatGrowsWithTheirNumberOnly() {
        String blanks = "\"a\"," + " ".repeat(100_000) + "x";

        assertThatThrownBy(() -> ETags.parse("If-Match", List.of(blanks))).isInstanceOf(ProblemException.class);
    }
}
