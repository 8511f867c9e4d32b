package dev.ezworks.bench;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.nio.file.Path;
import org.springframework.core.io.FileSystemResource;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Sends the files of a folder, as Spring does it by itself: {@code GET /file/{name}}. */
final class FileRoutes {
    private final Path folder;

    FileRoutes(Path folder) {
        this.folder = folder;
    }

    RouterFunction<ServerResponse> routes() {
        return route().GET("/file/{name}", this::send).build();
    }

    private Mono<ServerResponse> send(ServerRequest request) {
        return ServerResponse.ok().bodyValue(new FileSystemResource(folder.resolve(request.pathVariable("name"))));
    }
}
