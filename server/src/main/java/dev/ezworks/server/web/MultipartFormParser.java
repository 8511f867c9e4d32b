package dev.ezworks.server.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads {@code multipart/form-data} (RFC 7578) whose parts are text fields. */
final class MultipartFormParser implements FormParser {
    private static final ResolvableType EVENT = ResolvableType.forClass(PartEvent.class);

    private final MediaType type;
    private final PartEventHttpMessageReader reader = new PartEventHttpMessageReader();

    /** @param type with the boundary */
    MultipartFormParser(MediaType type) {
        this.type = type;
        reader.setMaxInMemorySize(FormReader.MAX_BYTES);
        reader.setMaxHeadersSize(FormReader.MAX_BYTES);
        reader.setMaxPartSize(FormReader.MAX_BYTES);
    }

    @Override
    public Mono<FormBody> parse(String text) {
        return reader.read(EVENT, new Message(type, text), Map.of())
                .filter(PartEvent::isLast)
                .reduceWith(FormBody.Builder::new, MultipartFormParser::add)
                .map(FormBody.Builder::build)
                .onErrorMap(
                        MultipartFormParser::isMalformed, e -> FormParser.malformed("the multipart body is malformed"));
    }

    private static FormBody.Builder add(FormBody.Builder fields, PartEvent event) {
        return event instanceof FormPartEvent field
                ? fields.value(field.name(), field.value())
                : fields.fault(event.name(), "is a file, not a text");
    }

    private static boolean isMalformed(Throwable error) {
        // IllegalArgumentException: a part without a name.
        return error instanceof DecodingException
                || error instanceof DataBufferLimitException
                || error instanceof IllegalArgumentException;
    }

    /** A text as Spring's reader wants it; on the heap, so that no buffer needs to be released. */
    private record Message(MediaType type, String text) implements ReactiveHttpInputMessage {
        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public HttpHeaders getHeaders() {
            HttpHeaders headers = new HttpHeaders();
            headers.setContentType(type);
            return headers;
        }
    }
}
