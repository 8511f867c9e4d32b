package dev.ezworks.server.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ezworks.api.ApiPaths;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.Route;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Tells clients which operators there are. */
public final class OperatorsEndpoint implements Endpoint {
    private final FileCatalog catalog;

    public OperatorsEndpoint(FileCatalog catalog) {
        this.catalog = catalog;
    }

    private record Operators(List<Operator> operators) {}

    private record Operator(
            String username,
            long files,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant newestUpload) {
        static Operator of(OperatorSummary summary) {
            return new Operator(summary.operator().value(), summary.files(), summary.newestUpload());
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(ApiPaths.OPERATORS, Access.CLIENT, this::list));
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        return catalog.operators()
                .map(Operator::of)
                .collectList()
                .flatMap(operators -> ServerResponse.ok().bodyValue(new Operators(operators)));
    }
}
