package dev.ezworks.server.uploads;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.FileName;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.Published;
import dev.ezworks.server.files.WriteConditions;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.Route;
import dev.ezworks.server.web.Routing;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Takes a file as the raw body of a PUT. */
final class PutEndpoint implements Endpoint {
    private final Uploads uploads;
    private final UploadLimits limits;
    private final BufferBudget budget;

    PutEndpoint(Uploads uploads, UploadLimits limits, BufferBudget budget) {
        this.uploads = uploads;
        this.limits = limits;
        this.budget = budget;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.put(ApiPaths.OWN_FILES + "/{*name}", Access.OPS, this::put));
    }

    private Mono<ServerResponse> put(ServerRequest request) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        UploadHeaders.requireNoCoding(headers);
        String contentType = UploadHeaders.contentType(headers);
        UploadHeaders.requireAtMost(limits.maxFileSize(), headers);
        UploadHeaders.requireWhole(headers);
        FileName name = Routing.fileName(request);
        Precondition precondition = WriteConditions.of(headers);
        IncomingFile file = new IncomingFile(
                name,
                contentType,
                UploadHeaders.digest(headers),
                precondition,
                new SlabFlux(request.exchange().getRequest().getBody(), budget));
        return Uploader.of(request)
                .flatMap(uploader -> uploads.check(uploader, name, precondition)
                        .then(uploads.requireRoom(UploadHeaders.announcedLength(headers)))
                        .then(Mono.defer(() -> uploads.upload(uploader, receiver -> receiver.receive(file))))
                        .flatMap(published -> answer(published.get(0))));
    }

    private static Mono<ServerResponse> answer(Published published) {
        ServerResponse.BodyBuilder response = published.created()
                ? ServerResponse.created(
                        URI.create(ApiPaths.ownFile(published.file().name())))
                : ServerResponse.status(HttpStatus.OK);
        return response.eTag(published.file().sha256().hex())
                .bodyValue(published.file().info());
    }
}
