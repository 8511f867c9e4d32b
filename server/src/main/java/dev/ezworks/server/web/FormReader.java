package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * Reads a small form with credentials from a request's body: as {@code application/x-www-form-urlencoded},
 * {@code multipart/form-data} or a JSON object, whatever the method.
 *
 * <p>Fails with a {@link ProblemException}: {@code unsupported-media-type}, {@code body-too-large},
 * {@code credentials-in-url} or {@code bad-request}, in this order.
 */
public final class FormReader {
    /** Largest body, in bytes. */
    static final int MAX_BYTES = 16 * 1024;

    private static final Set<String> CREDENTIALS = Set.of("username", "password");

    private FormReader() {}

    /** The fields in the body; none if there is no body. */
    public static Mono<FormBody> read(ServerRequest request) {
        return Mono.defer(() -> {
            HttpHeaders headers = request.headers().asHttpHeaders();
            requireNoCoding(headers);
            Optional<FormParser> parser = parser(headers);
            requireAtMost(headers);
            return text(request, parser.isPresent())
                    .doOnNext(text -> requireNoCredentialsInUrl(request))
                    .map(text -> parser.map(form -> form.parse(text)).orElse(FormBody.EMPTY));
        });
    }

    private static void requireNoCoding(HttpHeaders headers) {
        if (!headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING).stream().allMatch("identity"::equalsIgnoreCase)) {
            throw unsupported("send the fields as they are, without a Content-Encoding");
        }
    }

    /** What reads this type; empty if none is given. */
    private static Optional<FormParser> parser(HttpHeaders headers) {
        MediaType type;
        try {
            type = headers.getContentType();
        } catch (InvalidMediaTypeException e) {
            throw unsupportedType();
        }
        if (type == null) {
            return Optional.empty();
        }
        requireUtf8(type);
        if (type.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)) {
            return Optional.of(new UrlEncodedParser());
        }
        if (type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)) {
            return Optional.of(new JsonFormParser());
        }
        String boundary = type.getParameter("boundary");
        if (type.equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA) && boundary != null) {
            return Optional.of(new MultipartFormParser(boundary));
        }
        throw unsupportedType();
    }

    private static void requireUtf8(MediaType type) {
        try {
            Charset charset = type.getCharset();
            if (charset == null || charset.equals(StandardCharsets.UTF_8)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Told below like every other charset that is not read.
        }
        throw unsupported("send the fields as UTF-8");
    }

    private static void requireAtMost(HttpHeaders headers) {
        if (headers.getContentLength() > MAX_BYTES) {
            throw tooLarge();
        }
    }

    /** The body as text, the empty one too. */
    private static Mono<String> text(ServerRequest request, boolean hasType) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), MAX_BYTES)
                .onErrorMap(DataBufferLimitException.class, e -> tooLarge())
                .map(FormReader::bytes)
                .doOnNext(bytes -> {
                    if (!hasType && bytes.length > 0) {
                        throw unsupportedType();
                    }
                })
                .map(FormReader::decode)
                .defaultIfEmpty("");
    }

    private static byte[] bytes(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private static String decode(byte[] bytes) {
        try {
            // A fresh decoder reports what is no UTF-8; new String would replace it, and make one password of many.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw FormParser.malformed("the body is not UTF-8");
        }
    }

    /** A URL ends up in logs and histories. */
    private static void requireNoCredentialsInUrl(ServerRequest request) {
        String query = request.uri().getRawQuery();
        if (query == null) {
            return;
        }
        FormBody parameters = new UrlEncodedParser().parse(query);
        if (Stream.of(parameters.values(), parameters.faults())
                .flatMap(fields -> fields.keySet().stream())
                .anyMatch(name -> CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)))) {
            throw new ProblemException(
                    ProblemCode.CREDENTIALS_IN_URL,
                    "send username and password in the body, and change this password: URLs are kept in logs");
        }
    }

    private static ProblemException tooLarge() {
        return new ProblemException(ProblemCode.BODY_TOO_LARGE, "send at most " + MAX_BYTES + " bytes");
    }

    private static ProblemException unsupportedType() {
        return unsupported("send application/x-www-form-urlencoded, multipart/form-data or application/json");
    }

    private static ProblemException unsupported(String detail) {
        return new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, detail);
    }
}
