package dev.ezworks.server.uploads;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.HttpDate;
import dev.ezworks.server.web.Route;
import dev.ezworks.server.web.Routing;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Resumable uploads over tus 1.0.0. */
final class TusEndpoint implements Endpoint {
    private static final String ONE = ApiPaths.UPLOADS + "/{id}";

    private final ResumableUploads uploads;
    private final BufferBudget budget;

    TusEndpoint(ResumableUploads uploads, BufferBudget budget) {
        this.uploads = uploads;
        this.budget = budget;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(ApiPaths.UPLOADS, Access.OPS, this::create),
                Route.head(ONE, Access.OPS, this::tell).orByPost(),
                Route.patch(ONE, Access.OPS, this::append).orByPost(),
                Route.delete(ONE, Access.OPS, this::delete).orByPost());
    }

    private Mono<ServerResponse> create(ServerRequest request) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        TusHeaders.requireVersion(headers);
        UploadHeaders.requireNoCoding(headers);
        NewUpload wanted = TusHeaders.newUpload(headers);
        Optional<Piece> first = TusHeaders.hasPiece(headers)
                ? Optional.of(piece(request, headers, 0, wanted.length()))
                : Optional.empty();
        return Uploader.of(request)
                .flatMap(uploader -> uploads.create(uploader, wanted, first))
                .flatMap(status -> ServerResponse.created(
                                URI.create(ApiPaths.upload(status.upload().id().value())))
                        .headers(answer -> describe(answer, status))
                        .build());
    }

    private Mono<ServerResponse> tell(ServerRequest request) {
        TusHeaders.requireVersion(request.headers().asHttpHeaders());
        return withUpload(
                request,
                id -> Uploader.of(request)
                        .flatMap(uploader -> uploads.status(uploader, id))
                        .flatMap(status -> ServerResponse.ok()
                                .cacheControl(CacheControl.noStore())
                                .headers(answer -> {
                                    describe(answer, status);
                                    describe(answer, status.upload());
                                })
                                .build()));
    }

    private Mono<ServerResponse> append(ServerRequest request) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        TusHeaders.requireVersion(headers);
        TusHeaders.requirePiece(headers);
        UploadHeaders.requireNoCoding(headers);
        Piece piece = piece(request, headers, TusHeaders.offset(headers), TusHeaders.length(headers));
        return withUpload(
                request,
                id -> Uploader.of(request)
                        .flatMap(uploader -> toItsEnd(uploads.append(uploader, id, piece)))
                        .flatMap(status -> ServerResponse.noContent()
                                .headers(answer -> describe(answer, status))
                                .build()));
    }

    /**
     * Not cancelled when the caller goes: the body ends with an error then, after all that was read of it, and what came
     * need not be sent again.
     */
    private static <T> Mono<T> toItsEnd(Mono<T> work) {
        return Mono.deferContextual(context -> {
            Sinks.One<T> result = Sinks.one();
            work.contextWrite(context).subscribe(result::tryEmitValue, result::tryEmitError, result::tryEmitEmpty);
            return result.asMono();
        });
    }

    private Piece piece(ServerRequest request, HttpHeaders headers, long offset, Optional<Long> length) {
        long announced = headers.getContentLength();
        Flux<DataBuffer> body = request.exchange().getRequest().getBody();
        return new Piece(
                offset,
                announced < 0 ? Optional.empty() : Optional.of(announced),
                length,
                UploadHeaders.reprDigest(headers),
                TusHeaders.checksum(headers),
                arrived -> new SlabFlux(body.doOnNext(buffer -> arrived.run()), budget, offset));
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        TusHeaders.requireVersion(request.headers().asHttpHeaders());
        return withUpload(
                request,
                id -> Uploader.of(request)
                        .flatMap(uploader -> uploads.delete(uploader, id))
                        .then(ServerResponse.noContent().build()));
    }

    private static Mono<ServerResponse> withUpload(
            ServerRequest request, Function<UploadId, Mono<ServerResponse>> answer) {
        return UploadId.parse(Routing.pathVariable(request, "id"))
                .map(answer)
                .orElseGet(() -> Mono.error(new NoSuchUploadException()));
    }

    /** How far it has come, and what has become of it. */
    private static void describe(HttpHeaders answer, UploadStatus status) {
        Upload upload = status.upload();
        answer.set(TusHeaders.OFFSET, Long.toString(status.offset()));
        answer.set(TusHeaders.EXPIRES, HttpDate.format(upload.expiresAt()));
        if (upload.published()) {
            answer.set(HttpHeaders.CONTENT_LOCATION, ApiPaths.ownFile(upload.name()));
            upload.digest().ifPresent(digest -> answer.set("Repr-Digest", digest.digestField()));
        }
    }

    /** What its creator said of it. */
    private static void describe(HttpHeaders answer, Upload upload) {
        upload.length()
                .ifPresentOrElse(
                        length -> answer.set(TusHeaders.LENGTH, Long.toString(length)),
                        () -> answer.set(TusHeaders.DEFER_LENGTH, "1"));
        answer.set(TusHeaders.METADATA, upload.metadata());
    }
}
