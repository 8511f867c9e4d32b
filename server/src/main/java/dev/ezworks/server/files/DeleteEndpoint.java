package dev.ezworks.server.files;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.FileName;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.Route;
import dev.ezworks.server.web.Routing;
import java.util.List;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Removes a file from its operator's catalog. */
public final class DeleteEndpoint implements Endpoint {
    private final FileCatalog catalog;

    public DeleteEndpoint(FileCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.delete(ApiPaths.OWN_FILES + "/{*name}", Access.OPS, this::delete));
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        FileName name = Routing.fileName(request);
        Precondition precondition = WriteConditions.of(request.headers().asHttpHeaders());
        return Owners.SELF
                .of(request)
                .flatMap(owner -> catalog.remove(owner, name, precondition))
                .then(ServerResponse.noContent().build());
    }
}
