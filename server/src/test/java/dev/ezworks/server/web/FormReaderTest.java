package dev.ezworks.server.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ezworks.api.ProblemCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class FormReaderTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String URL_ENCODED = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String MULTIPART = "multipart/form-data; boundary=----x";

    @Test
    void urlEncodedFieldsShouldBeDecoded() {
        assertThat(values(URL_ENCODED, "username=%C3%A5sa%2Bb+c&password=a%26b%3Dc=d&empty=&bare"))
                .isEqualTo(Map.of("username", "åsa+b c", "password", "a&b=c=d", "empty", "", "bare", ""));
    }

    @Test
    void valuesShouldNotBeTrimmed() {
        assertThat(values(URL_ENCODED, "password=+%20x%09")).containsEntry("password", "  x\t");
        assertThat(values(JSON, "{\"password\":\"  x\\t\"}")).containsEntry("password", "  x\t");
        assertThat(values(MULTIPART, multipart(part("password", "  x\t")))).containsEntry("password", "  x\t");
    }

    @Test
    void jsonFieldsShouldBeRead() {
        assertThat(values(JSON, " {\"username\":\"\\u00e5sa\", \"password\":\"\\\"😀\\\"\"} \n"))
                .isEqualTo(Map.of("username", "åsa", "password", "\"😀\""));
    }

    @Test
    void multipartFieldsShouldBeRead() {
        assertThat(values(
                        MULTIPART, multipart(part("username", "åsa"), part("password", "a\r\n--b"), part("empty", ""))))
                .isEqualTo(Map.of("username", "åsa", "password", "a\r\n--b", "empty", ""));
    }

    @Test
    void multipartShouldBeReadAsCurlAndBrowsersAndOthersWriteIt() {
        String body = """
                preamble
                --x y \t
                CONTENT-DISPOSITION: form-data; name="username"
                Content-Type: text/plain; charset=utf-8

                bo
                --x y
                Content-Type: text/plain
                Content-Disposition:form-data;name=password


                x

                --x y--
                epilogue""".replace("\n", "\r\n");
        assertThat(values("multipart/form-data; boundary=\"x y\"", body))
                .isEqualTo(Map.of("username", "bo", "password", "\r\nx\r\n"));
    }

    @Test
    void multipartWithoutPartsShouldBeNoFields() {
        assertThat(values(MULTIPART, "------x--\r\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Application/X-WWW-Form-Urlencoded",
                "application/x-www-form-urlencoded;charset=UTF-8",
                "application/x-www-form-urlencoded; charset=\"utf-8\""
            })
    void typeShouldBeKnownInAnySpelling(String contentType) {
        assertThat(values(contentType, "a=1")).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void bodyOfAGetShouldBeRead() {
        FormBody body = FormReader.read(request(HttpMethod.GET, "/", URL_ENCODED, "a=1".getBytes(UTF_8)))
                .block(TIMEOUT);
        assertThat(body).extracting(FormBody::values).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void noBodyAndNoTypeShouldBeNoFields() {
        FormBody body =
                FormReader.read(request(HttpMethod.GET, "/", null, new byte[0])).block(TIMEOUT);
        assertThat(body).isEqualTo(new FormBody(Map.of(), Map.of()));
    }

    @Test
    void emptyUrlEncodedBodyShouldBeNoFields() {
        assertThat(values(URL_ENCODED, "")).isEmpty();
    }

    @Test
    void fieldGivenTwiceShouldBeAFaultInEveryType() {
        assertTwice(read(URL_ENCODED, "a=1&b=2&a=1"));
        assertTwice(read(JSON, "{\"a\":\"1\",\"b\":\"2\",\"a\":\"1\"}"));
        assertTwice(read(MULTIPART, multipart(part("a", "1"), part("b", "2"), part("a", "1"))));
    }

    private static void assertTwice(FormBody body) {
        assertThat(body).isEqualTo(new FormBody(Map.of("b", "2"), Map.of("a", "is given more than once")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "null", "[]", "[\"x\"]", "{}", "{\"b\":[{\"a\":\"x\"}]}", "1e5"})
    void jsonValueThatIsNoStringShouldBeAFault(String value) {
        assertThat(read(JSON, "{\"a\":" + value + ",\"c\":\"d\"}"))
                .isEqualTo(new FormBody(Map.of("c", "d"), Map.of("a", "is not a string")));
    }

    @Test
    void fileInAFormShouldBeAFault() {
        String file = "Content-Disposition: form-data; name=\"a\"; filename=\"f.txt\"\r\n\r\ntext";
        assertThat(read(MULTIPART, multipart(file, part("b", "2"))))
                .isEqualTo(new FormBody(Map.of("b", "2"), Map.of("a", "is a file, not a text")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "\"a\"",
                "null",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":\"b\"",
                "{\"a\":\"b\"}{}",
                "{a:1}",
                "{'a':'b'}",
                "{\"a\":\"b\",}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\n\"}",
                "// c\n{}",
                "\uFEFF{}"
            })
    void malformedJsonShouldBeRefusedWithoutTheParsersWords(String body) {
        Problem problem = problem(JSON, body);
        assertThat(problem).isEqualTo(Problem.of(ProblemCode.BAD_REQUEST, "the body is not one JSON object"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "%=a", "a=%C3", "a=%ff", "a=%ED%A0%80", "a=%C0%AF"})
    void brokenPercentEncodingShouldBeRefused(String body) {
        assertThat(problem(URL_ENCODED, body).code()).isEqualTo(ProblemCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "junk",
                "------x\r\n",
                "------x\r\n\r\nno name\r\n------x--\r\n",
                "------x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nbroken off",
                "------x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n------x--\r\n",
                "------x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nno field\r\n------x--\r\n",
                "------x\r\nContent-Disposition: form-data; name=\"a\"\r\n------x--\r\n",
                "------xy\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nother boundary\r\n------xy--\r\n",
                "------x\nContent-Disposition: form-data; name=\"a\"\n\nno carriage returns\n------x--\n"
            })
    void malformedMultipartShouldBeRefused(String body) {
        assertThat(problem(MULTIPART, body).code()).isEqualTo(ProblemCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {URL_ENCODED, JSON, MULTIPART})
    void bodyThatIsNotUtf8ShouldBeRefused(String contentType) {
        byte[] body = switch (contentType) {
            case JSON -> "{\"a\":\"é\"}".getBytes(ISO_8859_1);
            case URL_ENCODED -> "a=é".getBytes(ISO_8859_1);
            default -> multipart(part("a", "é")).getBytes(ISO_8859_1);
        };
        assertThat(problem(request(HttpMethod.POST, "/", contentType, body)).code())
                .isEqualTo(ProblemCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/octet-stream",
                "application/*",
                "*/*",
                "multipart/form-data",
                "multipart/mixed; boundary=x",
                "junk",
                "application/json; charset=utf-16",
                "application/json; charset=nonsense",
                "application/x-www-form-urlencoded; charset=iso-8859-1"
            })
    void anotherTypeShouldBeUnsupported(String contentType) {
        assertThat(problem(contentType, "username=a").code()).isEqualTo(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void bodyWithoutATypeShouldBeUnsupported() {
        ServerRequest request = request(HttpMethod.POST, "/", null, "username=a".getBytes(UTF_8));
        assertThat(problem(request).code()).isEqualTo(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void codedBodyShouldBeUnsupported() {
        MockServerHttpRequest request = MockServerHttpRequest.post("/")
                .header(HttpHeaders.CONTENT_TYPE, URL_ENCODED)
                .header(HttpHeaders.CONTENT_ENCODING, "gzip")
                .body("a=1");
        assertThat(problem(serverRequest(request)).code()).isEqualTo(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void bodyOf16KibibytesShouldBeReadAndOneByteMoreRefused() {
        String largest = "a=" + "x".repeat(16 * 1024 - 2);
        assertThat(values(URL_ENCODED, largest)).containsKey("a");
        assertThat(problem(URL_ENCODED, largest + "x").code()).isEqualTo(ProblemCode.BODY_TOO_LARGE);
    }

    @Test
    void bodyThatSaysItIsTooLargeShouldBeRefusedUnread() {
        MockServerHttpRequest request = MockServerHttpRequest.post("/")
                .header(HttpHeaders.CONTENT_TYPE, URL_ENCODED)
                .header(HttpHeaders.CONTENT_LENGTH, "16385")
                .body(Flux.<DataBuffer>error(new AssertionError("the body is read")));
        assertThat(problem(serverRequest(request)).code()).isEqualTo(ProblemCode.BODY_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?username=a",
                "/?x=1&password=b",
                "/?password",
                "/?PassWord=b",
                "/?%70assword=b",
                "/?a&username=&b"
            })
    void credentialsInTheUrlShouldBeRefusedWhateverTheMethod(String uri) {
        byte[] good = "username=a&password=b".getBytes(UTF_8);
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST)) {
            assertThat(problem(request(method, uri, URL_ENCODED, good)).code())
                    .isEqualTo(ProblemCode.CREDENTIALS_IN_URL);
            assertThat(problem(request(method, uri, null, new byte[0])).code())
                    .isEqualTo(ProblemCode.CREDENTIALS_IN_URL);
        }
    }

    @Test
    void otherQueryParametersShouldNotMatter() {
        FormBody body = FormReader.read(request(HttpMethod.POST, "/?lang=de&x", URL_ENCODED, "a=1".getBytes(UTF_8)))
                .block(TIMEOUT);
        assertThat(body).extracting(FormBody::values).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void typeAndSizeShouldBeToldBeforeAnythingElse() {
        byte[] large = new byte[20_000];
        assertThat(problem(request(HttpMethod.POST, "/?password=b", "text/plain", large))
                        .code())
                .isEqualTo(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
        assertThat(problem(request(HttpMethod.POST, "/?password=b", JSON, large))
                        .code())
                .isEqualTo(ProblemCode.BODY_TOO_LARGE);
        assertThat(problem(request(HttpMethod.POST, "/?password=b", JSON, "junk".getBytes(UTF_8)))
                        .code())
                .isEqualTo(ProblemCode.CREDENTIALS_IN_URL);
    }

    @Test
    void bodyShouldNotShowItsValues() {
        assertThat(read(JSON, "{\"password\":\"hunter2\"}").toString()).doesNotContain("hunter2");
    }

    private static Map<String, String> values(String contentType, String body) {
        FormBody read = read(contentType, body);
        assertThat(read.faults()).isEmpty();
        return read.values();
    }

    private static FormBody read(String contentType, String body) {
        return FormReader.read(request(HttpMethod.POST, "/", contentType, body.getBytes(UTF_8)))
                .blockOptional(TIMEOUT)
                .orElseThrow();
    }

    private static Problem problem(String contentType, String body) {
        return problem(request(HttpMethod.POST, "/", contentType, body.getBytes(UTF_8)));
    }

    private static Problem problem(ServerRequest request) {
        Problem[] problem = new Problem[1];
        StepVerifier.create(FormReader.read(request))
                .expectErrorSatisfies(error -> problem[0] = assertThat(error)
                        .asInstanceOf(type(ProblemException.class))
                        .actual()
                        .problem())
                .verify(TIMEOUT);
        return problem[0];
    }

    /** A request whose body comes in pieces of 1,000 bytes, without a length. */
    private static ServerRequest request(HttpMethod method, String uri, @Nullable String contentType, byte[] body) {
        MockServerHttpRequest.BodyBuilder request = MockServerHttpRequest.method(method, URI.create(uri));
        if (contentType != null) {
            request.header(HttpHeaders.CONTENT_TYPE, contentType);
        }
        int pieces = (body.length + 999) / 1000;
        return serverRequest(request.body(Flux.range(0, pieces).map(piece -> piece(body, piece * 1000))));
    }

    private static DataBuffer piece(byte[] body, int from) {
        int length = Math.min(1000, body.length - from);
        DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.allocateBuffer(length);
        return buffer.write(body, from, length);
    }

    private static ServerRequest serverRequest(MockServerHttpRequest request) {
        return ServerRequest.create(MockServerWebExchange.from(request), List.of());
    }

    private static String part(String name, String value) {
        return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
    }

    private static String multipart(String... parts) {
        return "------x\r\n" + String.join("\r\n------x\r\n", parts) + "\r\n------x--\r\n";
    }
}
