package dev.ezworks.bench;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Runs the raw loops on request; the bytes never see HTTP. {@code PUT /raw/{name}?bytes=N} inserts, {@code GET} reads
 * it all, both answer the seconds that it took; {@code DELETE} removes.
 */
final class RawRoutes {
    private final RawChunks chunks;

    RawRoutes(MongoDatabase database) {
        this.chunks = new RawChunks(database);
    }

    RouterFunction<ServerResponse> routes() {
        return route().PUT("/raw/{name}", this::insert)
                .GET("/raw/{name}", this::read)
                .DELETE("/raw/{name}", this::delete)
                .build();
    }

    private Mono<ServerResponse> insert(ServerRequest request) {
        long bytes = Long.parseLong(request.queryParam("bytes").orElseThrow());
        return timed(chunks.insert(request.pathVariable("name"), bytes));
    }

    private Mono<ServerResponse> read(ServerRequest request) {
        return timed(chunks.read(request.pathVariable("name")));
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        return chunks.delete(request.pathVariable("name"))
                .then(ServerResponse.noContent().build());
    }

    private static Mono<ServerResponse> timed(Mono<Long> work) {
        return work.elapsed().flatMap(result -> answer(Duration.ofMillis(result.getT1()), result.getT2()));
    }

    private static Mono<ServerResponse> answer(Duration duration, long bytes) {
        return ServerResponse.ok().bodyValue(duration.toMillis() / 1000.0 + " " + bytes);
    }
}
