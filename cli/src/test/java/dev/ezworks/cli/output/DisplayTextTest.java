package dev.ezworks.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DisplayTextTest {
    @Test
    void ordinaryTextShouldStayAsItIs() {
        String text = "Größe 大きさ 🎉 \"a\\b\" नमस्ते";

        assertThat(DisplayText.escape(text)).isSameAs(text);
    }

    @Test
    void controlSequencesShouldNotReachTheTerminal() {
        assertThat(DisplayText.escape("a\u001B[31mb\r\n\u0007\u009B"))
                .isEqualTo("a\\u{1b}[31mb\\u{d}\\u{a}\\u{7}\\u{9b}");
    }

    @Test
    void textShouldNotBeReordered() {
        assertThat(DisplayText.escape("invoice\u202Efdp.exe")).isEqualTo("invoice\\u{202e}fdp.exe");
    }

    @Test
    void loneSurrogatesShouldBeVisible() {
        assertThat(DisplayText.escape("a\uD800b")).isEqualTo("a\\u{d800}b");
    }

    @Test
    void jsonShouldEscapeTheSameInItsOwnWay() {
        assertThat(JsonLine.of(Map.of("name", "a\u001Bb\u009Bc\u202Ed\"é")))
                .isEqualToIgnoringCase("{\"name\":\"a\\u001bb\\u009bc\\u202ed\\\"é\"}");
    }
}
