package dev.ezworks.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachmentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "a.txt|a.txt|a.txt",
                "a b.txt|a b.txt|a%20b.txt",
                "a\"b|a_b|a%22b",
                "100%|100_|100%25",
                "a;b=c|a;b=c|a%3Bb%3Dc",
                "a'b*c|a'b*c|a%27b%2Ac",
                "é|_|%C3%A9",
                "\uD83D\uDE00|_|%F0%9F%98%80"
            })
    void nameShouldGoOutAsAsciiAndInFull(String name, String ascii, String full) {
        assertThat(Attachment.named(name))
                .isEqualTo("attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + full);
    }
}
