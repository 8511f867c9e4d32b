package dev.ezworks.bench;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import com.mongodb.client.gridfs.model.GridFSFile;
import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.MongoDatabase;
import com.mongodb.reactivestreams.client.gridfs.GridFSBucket;
import com.mongodb.reactivestreams.client.gridfs.GridFSBuckets;
import java.nio.ByteBuffer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The driver's reactive GridFS as it comes: {@code PUT}, {@code GET} and {@code DELETE /gridfs/{name}}. */
final class GridFsRoutes {
    private final GridFSBucket bucket;

    GridFsRoutes(MongoDatabase database) {
        this.bucket = GridFSBuckets.create(database);
    }

    RouterFunction<ServerResponse> routes() {
        return route().PUT("/gridfs/{name}", this::store)
                .GET("/gridfs/{name}", this::send)
                .DELETE("/gridfs/{name}", this::delete)
                .build();
    }

    private Mono<ServerResponse> store(ServerRequest request) {
        Flux<ByteBuffer> bytes = request.bodyToFlux(DataBuffer.class).map(GridFsRoutes::copyAndRelease);
        return Mono.from(bucket.uploadFromPublisher(request.pathVariable("name"), bytes))
                .then(ServerResponse.noContent().build());
    }

    private static ByteBuffer copyAndRelease(DataBuffer buffer) {
        ByteBuffer copy = ByteBuffer.allocate(buffer.readableByteCount());
        buffer.toByteBuffer(copy);
        DataBufferUtils.release(buffer);
        return copy;
    }

    private Mono<ServerResponse> send(ServerRequest request) {
        Flux<DataBuffer> bytes = Flux.from(bucket.downloadToPublisher(request.pathVariable("name")))
                .map(DefaultDataBufferFactory.sharedInstance::wrap);
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(bytes, DataBuffer.class);
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        return Flux.from(bucket.find(Filters.eq("filename", request.pathVariable("name"))))
                .map(GridFSFile::getId)
                .concatMap(bucket::delete)
                .then(ServerResponse.noContent().build());
    }
}
