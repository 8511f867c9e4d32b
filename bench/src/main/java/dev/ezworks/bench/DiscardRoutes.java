package dev.ezworks.bench;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Reads bodies to their end and throws them away: {@code PUT /discard} raw, {@code POST /form} part by part. */
final class DiscardRoutes {
    RouterFunction<ServerResponse> routes() {
        return route().PUT("/discard", DiscardRoutes::discardBody)
                .POST("/form", DiscardRoutes::discardForm)
                .build();
    }

    private static Mono<ServerResponse> discardBody(ServerRequest request) {
        return request.bodyToFlux(DataBuffer.class)
                .doOnNext(DataBufferUtils::release)
                .then(ServerResponse.noContent().build());
    }

    private static Mono<ServerResponse> discardForm(ServerRequest request) {
        return request.bodyToFlux(PartEvent.class)
                .doOnNext(part -> DataBufferUtils.release(part.content()))
                .then(ServerResponse.noContent().build());
    }
}
