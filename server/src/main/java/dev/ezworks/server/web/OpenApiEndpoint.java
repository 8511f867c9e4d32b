package dev.ezworks.server.web;

import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The description of the HTTP API for machines: OpenAPI 3.1. */
public final class OpenApiEndpoint implements Endpoint {
    private static final String PATH = "/openapi.json";

    @Override
    public List<Route> routes() {
        return List.of(Route.get(
                PATH,
                Access.ANYONE,
                request -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(new ClassPathResource("openapi.json"))));
    }
}
