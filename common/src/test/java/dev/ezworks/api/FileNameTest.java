package dev.ezworks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "report.pdf",
                "a/b/c",
                "...",
                "..a",
                ".hidden",
                " ",
                "a b",
                "100%",
                "a;b",
                "a?b#c",
                "\"quoted\"",
                "c:",
                "日本語/ファイル",
                "\uD83D\uDE00"
            })
    void ordinaryAndOddNamesShouldBeAllowed(String name) {
        assertThat(FileName.of(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                "./a",
                "a/.",
                "..\\a",
                "a\\b",
                "a\u0000",
                "a\nb",
                "a\tb",
                "\u007f",
                "a\u0085",
                "\u2028",
                "\u2029",
                "a\u202Egpj.exe",
                "\u200E",
                "\u200F",
                "\u061C",
                "\u2066",
                "\u2069",
                "a\uD800",
                "\uDC00a"
            })
    void dangerousNamesShouldBeRefused(String name) {
        assertThatThrownBy(() -> FileName.of(name)).isInstanceOf(InvalidNameException.class);
    }

    @Test
    void decomposedNamesShouldBeComposed() {
        assertThat(FileName.of("cafe\u0301").value()).isEqualTo("caf\u00e9");
        assertThat(FileName.of("cafe\u0301"))
                .isEqualTo(FileName.of("caf\u00e9"))
                .hasSameHashCodeAs(FileName.of("caf\u00e9"));
    }

    static Stream<String> longest() {
        return Stream.of(
                "x".repeat(255),
                "é".repeat(127) + "x",
                String.join("/", "x".repeat(255), "x".repeat(255), "x".repeat(255), "x".repeat(255), "")
                                .substring(0, 1023)
                        + "");
    }

    @ParameterizedTest
    @MethodSource("longest")
    void longestNamesShouldBeAllowed(String name) {
        assertThat(FileName.of(name).value()).isEqualTo(name);
    }

    static Stream<String> tooLong() {
        return Stream.of("x".repeat(256), "é".repeat(128), "a/" + "x".repeat(256), "xxx/".repeat(256) + "x");
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void lengthShouldBeCountedInBytes(String name) {
        assertThatThrownBy(() -> FileName.of(name)).isInstanceOf(InvalidNameException.class);
    }

    @Test
    void whole1024BytesShouldBeAllowed() {
        String name = "xxx/".repeat(255) + "xxxx";
        assertThat(FileName.of(name).utf8()).hasSize(FileName.MAX_BYTES);
    }

    @Test
    void orderShouldBeThatOfTheBytesNotOfTheChars() {
        // In UTF-16 the surrogates of the emoji come before U+FF5E, in UTF-8 after it.
        assertThat(FileName.of("\uFF5E")).isLessThan(FileName.of("\uD83D\uDE00"));
        assertThat(FileName.of("a")).isLessThan(FileName.of("a/b"));
        assertThat(FileName.of("a-b")).isLessThan(FileName.of("a/b"));
        assertThat(FileName.of("Z")).isLessThan(FileName.of("a"));
    }

    @Test
    void lastSegmentShouldBeWhatFollowsTheLastSlash() {
        assertThat(FileName.of("a/b/c.txt").lastSegment()).isEqualTo("c.txt");
        assertThat(FileName.of("c.txt").lastSegment()).isEqualTo("c.txt");
        assertThat(FileName.of("a/b/c.txt").segments()).containsExactly("a", "b", "c.txt");
    }
}
