package dev.ezworks.server.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartHeadersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Browsers, and curl since 7.81: a quote is %22, a backslash is itself.
                "filename=\"a%22b%0D%0A.txt\" | a%22b%0D%0A.txt",
                "filename=\"C:\\dir\\x\" | C:\\dir\\x",
                // Older curl.
                "filename=\"a\\\"b\\\\c\" | a\"b\\c",
                "filename=\"a;b=c, d\" | a;b=c, d",
                "filename=\"日本 \uD83D\uDE00\" | 日本 \uD83D\uDE00",
                "filename=x.txt | x.txt",
                "filename=日本.txt | 日本.txt",
                "FileName=x | x",
                "filename=\"=?utf-8?B?YQ==?=\" | =?utf-8?B?YQ==?=",
                "filename=x; filename*=utf-8''y | x",
                "filename*=utf-8''y; filename=x | x",
                "filename=\"x\" ; | x",
                "filename=\"x\";;x=y | x"
            })
    void fileNameShouldBeReadAsItsSendersWriteIt(String parameter, String expected) {
        assertThat(parse("form-data; name=\"f\"; " + parameter).fileName()).contains(expected);
        assertThat(parse("Form-Data;name=f;" + parameter).name()).isEqualTo("f");
    }

    @Test
    void emptyFileNameShouldBeAFileAllTheSame() {
        assertThat(parse("form-data; name=\"f\"; filename=\"\"").fileName()).contains("");
    }

    @Test
    void namesInQuotesShouldNotBeParameters() {
        PartHeaders headers = parse("form-data; name=\"a; filename=b\"; x=\"\\\"; filename=c\"");
        assertThat(headers.name()).isEqualTo("a; filename=b");
        assertThat(headers.fileName()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "form-data",
                "form-data; filename=x",
                "attachment; name=f",
                "form-dataname=f",
                "form-data name=f",
                "form-data; name=",
                "form-data; =f",
                "form-data; name",
                "form-data; name =f",
                "form-data; name= f",
                "form-data; name=\"f",
                "form-data; name=\"f\\\"",
                "form-data; name=\"f\"x",
                "form-data; name=\"f\" filename=x",
                "form-data; name=f\"g\"",
                "form-data; name=f; name=f",
                "form-data; name=f; filename=x; FILENAME=y",
                "form-data; name=f; filename*=utf-8''x",
                "form-data; name=f; filename=\"=?utf-8?B?5pel?=\"; filename*=utf-8''%E6%97%A5"
            })
    void otherDispositionsShouldBeRefused(String disposition) {
        assertThatExceptionOfType(MalformedFormException.class).isThrownBy(() -> parse(disposition));
    }

    @Test
    void longestValueShouldBeRead() {
        String backslashes = "\\".repeat(16_000);
        assertThat(parse("form-data; name=f; filename=\"" + backslashes + "\"").fileName())
                .contains("\\".repeat(8_000));
    }

    private static PartHeaders parse(String disposition) {
        return PartHeaders.parse(("content-disposition: " + disposition + "\r\n\r\n").getBytes(UTF_8));
    }
}
