package dev.ezworks.server.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartParserTest {
    private static final String FILE = "Content-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n";

    @Test
    void partsShouldComeInTheirOrderWithWhatTheySay() {
        String body = "--b\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nfirst"
                + "\r\n--b\r\nContent-Type: text/plain\r\n" + FILE + "second\r\n--b--\r\n";

        assertThat(parse("b", body))
                .containsExactly(
                        new ParsedForm.Part(new PartHeaders("comment", Optional.empty(), Optional.empty()), "first"),
                        new ParsedForm.Part(
                                new PartHeaders("f", Optional.of("x"), Optional.of("text/plain")), "second"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "\r\n",
                "\r",
                "\n",
                "\r\n-",
                "\r\n--",
                "\r\n--b",
                "\r\n--boun",
                "\r\n--boundar",
                "\r\n--boundar\r\n--boundar",
                "\r\r\n--boundar\r",
                "\r\n\r\n--bound\r\n",
                "--boundar",
                "--boundar\r\n",
                "boundary",
                "x--boundaryx --boundary--",
                "x--boundary\r\n",
                "\n--boundary\r\n",
                "\r--boundary\r\n",
                "\r\n-boundary",
                "\r\n --boundary\r\n",
                "\r\n--Boundary\r\n",
                "--\r\n--\r\n--",
                "\r\n--boundar\ryyy\r\n--bo"
            })
    void dataLikeABoundaryShouldComeAsItWasHoweverItIsCut(String data) {
        // A part that begins with the boundary itself would be empty by RFC 2046.
        String body = "--boundary\r\n" + FILE + data + "\r\n--boundary\r\n" + FILE + "!" + data + "!\r\n--boundary--";

        assertEveryCut("boundary", body, data, "!" + data + "!");
    }

    @Test
    void preambleEpilogueAndSpacesAfterABoundaryShouldBeIgnoredHoweverTheyAreCut() {
        String body = "This is\r\n--no boundary\r\n-- b\r\n--b \t\r\n" + FILE + "data\r\n--b\t\r\n" + FILE
                + "\r\n--b--  \r\n--b\r\nwhatever\r\n--b--";

        assertEveryCut("b", body, "data", "");
    }

    @Test
    void partWithoutALineEndBeforeItsBoundaryShouldBeEmpty() {
        assertEveryCut("b", "--b\r\n" + FILE + "--b\r\n" + FILE + "--b--", "", "");
    }

    @Test
    void formMayHaveNoParts() {
        assertEveryCut("b", "--b--");
        assertEveryCut("b", "\r\n--b--\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "--", "'()+_,-./:=?", "a b", "aaaaaaaa", "---------------------------41184676334"})
    void everyBoundaryThatMayBeShouldBeFound(String boundary) {
        String body = "--" + boundary + "\r\n" + FILE + "a\r\n-\r\n--\r\na" + "\r\n--" + boundary + "--";

        assertEveryCut(boundary, body.replace("\r\n--\r\n", "\r\n-_\r\n"), "a\r\n-\r\n-_\r\na");
    }

    @Test
    void anythingShouldComeAsItWasHoweverItIsCut() {
        for (int seed = 0; seed < 4_000; seed++) {
            Random random = new Random(seed);
            String boundary = randomBoundary(random);
            List<String> contents = new ArrayList<>();
            StringBuilder body = new StringBuilder(random.nextBoolean() ? "" : "preamble\r\n");
            int parts = random.nextInt(4);
            for (int i = 0; i < parts; i++) {
                String content = randomContent(boundary, random);
                contents.add(content);
                body.append("--")
                        .append(boundary)
                        .append("\r\n")
                        .append(FILE)
                        .append(content)
                        .append("\r\n");
            }
            byte[] bytes = body.append("--" + boundary + "--\r\n").toString().getBytes(ISO_8859_1);
            int[] cuts = random.ints(random.nextInt(20), 0, bytes.length + 1)
                    .sorted()
                    .toArray();

            assertThat(contents(ParsedForm.parse(boundary, bytes, cuts)))
                    .as("seed %d", seed)
                    .isEqualTo(contents);
        }
    }

    @Test
    void noInputShouldEndInAnythingButAFormOrARefusal() {
        String body = "--b\r\n" + FILE + "data\r\n--b\r\nContent-Type: a\r\n" + FILE + "\r\n--b--\r\n";
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = body.getBytes(ISO_8859_1);
            for (int i = random.nextInt(4); i >= 0; i--) {
                byte[] marks = "\r\n-b:;\" \\=\0\u00ffx".getBytes(ISO_8859_1);
                bytes[random.nextInt(bytes.length)] = marks[random.nextInt(marks.length)];
            }
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));

            String whole = outcome(cut);
            assertThat(outcome(cut, random.ints(5, 0, cut.length + 1).sorted().toArray()))
                    .as("seed %d", seed)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no form at all | is not in the body",
                "'' | is not in the body",
                "--c~FILEx~--c-- | is not in the body",
                "x--b~FILEx~-b-- | is not in the body",
                "--b | breaks off",
                "--b~ | breaks off",
                "--b~Content-Disposition: form-da | breaks off",
                "--b~FILE | breaks off",
                "--b~FILEdata | breaks off",
                "--b~FILEdata~--b | breaks off",
                "--b~FILEdata~--b- | breaks off",
                "--bx~FILEdata~--bx-- | does not end with it",
                "--b~FILEdata~--b-x- | does not end with it",
                "--b~FILEdata~--b --~ | does not end with it",
                "--b~~no headers~--b-- | needs a Content-Disposition",
                "--b~X-Odd: 1~~data~--b-- | needs a Content-Disposition",
                "--b~Content-Disposition form-data~~data~--b-- | a colon",
                "--b~FILE_LINE~--b--~~ | a colon",
                "--b~ X: folded into nothing~FILE | a colon",
                "--b~X : 1~FILE | a colon",
                "--b~: 1~FILE | a colon",
                "--b~FILE_LINE~FILE | twice",
                "--b~Content-Transfer-Encoding: base64~FILE | bytes as they are"
            })
    void whatIsNoFormShouldBeRefusedWithTheReason(String template, String reason) {
        String body = template.replace("FILE_LINE", FILE.substring(0, FILE.indexOf('\r')))
                .replace("FILE", FILE)
                .replace("~", "\r\n");
        for (int cut = 0; cut <= body.length(); cut++) {
            int at = cut;
            assertThatExceptionOfType(MalformedFormException.class)
                    .isThrownBy(() -> parse("b", body, at))
                    .withMessageContaining(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: a\0b", "X: a\rb", "X: a\nb"})
    void controlCharactersInHeadersShouldBeRefused(String line) {
        assertThatExceptionOfType(MalformedFormException.class)
                .isThrownBy(() -> parse("b", "--b\r\n" + line + "\r\n" + FILE))
                .withMessageContaining("control character");
    }

    @Test
    void headersThatAreNotUtf8ShouldBeRefused() {
        byte[] body = ("--b\r\n" + FILE.replace("x", "\u00e9") + "\r\n--b--").getBytes(ISO_8859_1);
        assertThatExceptionOfType(MalformedFormException.class)
                .isThrownBy(() -> ParsedForm.parse("b", body))
                .withMessageContaining("UTF-8");
    }

    @Test
    void foldedHeaderShouldBeOneLine() {
        String body = "--b\r\nContent-Disposition: form-data;\r\n name=\"f\";\r\n\tfilename=\"x y\"\r\n\r\n\r\n--b--";
        assertThat(parse("b", body).get(0).headers().fileName()).contains("x y");
    }

    @Test
    void headersOfAPartShouldHaveALimit() {
        String most = "X: " + "x".repeat(16 * 1024 - "X: \r\n".length() - FILE.length()) + "\r\n" + FILE;
        assertThat(parse("b", "--b\r\n" + most + "data\r\n--b--")).hasSize(1);
        assertTooLarge("--b\r\nX" + most + "data\r\n--b--");
        assertTooLarge("--b\r\n" + "x".repeat(20_000));
    }

    @Test
    void linesOfHeadersShouldHaveALimit() {
        assertThat(parse("b", "--b\r\n" + "X: 1\r\n".repeat(31) + FILE + "\r\n--b--"))
                .hasSize(1);
        assertThatExceptionOfType(MalformedFormException.class)
                .isThrownBy(() -> parse("b", "--b\r\n" + "X: 1\r\n".repeat(32) + FILE + "\r\n--b--"));
    }

    @Test
    void partsShouldHaveALimit() {
        String part = "--b\r\n" + FILE + "\r\n";
        assertThat(parse("b", part.repeat(1000) + "--b--")).hasSize(1000);
        assertTooLarge(part.repeat(1001) + "--b--");
    }

    @Test
    void fieldsShouldHaveALimitAndFilesNone() {
        String field = "Content-Disposition: form-data; name=\"f\"\r\n\r\n";
        String most = "x".repeat(64 * 1024);
        assertThat(parse("b", "--b\r\n" + field + most + "\r\n--b--")).hasSize(1);
        assertTooLarge("--b\r\n" + field + most + "x\r\n--b--");
        assertThat(parse("b", "--b\r\n" + FILE + most + "x\r\n--b--")).hasSize(1);
    }

    @Test
    void whatIsAroundThePartsShouldHaveALimit() {
        String most = "x".repeat(16 * 1024);
        String form = "\r\n--b\r\n" + FILE + "\r\n--b--";
        assertThat(parse("b", most + form + most)).hasSize(1);
        assertTooLarge("x" + most + form);
        assertTooLarge(form + most + "x");
        assertTooLarge("--b" + " ".repeat(17_000) + "\r\n" + FILE + "\r\n--b--");
    }

    private static void assertTooLarge(String body) {
        assertThatExceptionOfType(FormTooLargeException.class).isThrownBy(() -> parse("b", body, body.length() / 2));
    }

    private static void assertEveryCut(String boundary, String body, String... contents) {
        byte[] bytes = body.getBytes(ISO_8859_1);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= Math.min(bytes.length, first + 12); second++) {
                assertThat(contents(ParsedForm.parse(boundary, bytes, first, second)))
                        .as("cut at %d and %d", first, second)
                        .containsExactly(contents);
            }
        }
        assertThat(contents(ParsedForm.parse(
                        boundary, bytes, IntStream.range(0, bytes.length).toArray())))
                .containsExactly(contents);
    }

    private static List<ParsedForm.Part> parse(String boundary, String body, int... cuts) {
        return ParsedForm.parse(boundary, body.getBytes(UTF_8), cuts);
    }

    private static List<String> contents(List<ParsedForm.Part> parts) {
        return parts.stream().map(ParsedForm.Part::content).toList();
    }

    private static String outcome(byte[] body, int... cuts) {
        try {
            return ParsedForm.parse("b", body, cuts).toString();
        } catch (MalformedFormException | FormTooLargeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String randomBoundary(Random random) {
        int length = 1 + random.nextInt(random.nextBoolean() ? 3 : 70);
        StringBuilder boundary = new StringBuilder();
        for (int i = 0; i < length; i++) {
            boundary.append("ab-".charAt(random.nextInt(3)));
        }
        return boundary.toString();
    }

    /** Made of what could be mistaken for the boundary, without having it. */
    private static String randomContent(String boundary, Random random) {
        StringBuilder content = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            content.append(
                    switch (random.nextInt(6)) {
                        case 0 -> "\r\n--" + boundary.substring(0, random.nextInt(boundary.length()));
                        case 1 -> "\r\n";
                        case 2 -> "--" + boundary;
                        case 3 -> "\r";
                        case 4 -> "\n-";
                        default -> "\u0000\u00ff" + (char) ('a' + random.nextInt(3));
                    });
        }
        // The boundary counts where a line begins, and the content does begin one.
        return ("\r\n" + content).contains("\r\n--" + boundary) ? randomContent(boundary, random) : content.toString();
    }
}
