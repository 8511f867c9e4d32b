package dev.ezworks.server.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The description of the HTTP API for machines: OpenAPI 3.1. */
public final class OpenApiEndpoint implements Endpoint {
    private static final String PATH = "/openapi.json";

    @Override
    public List<Route> routes() {
        byte[] document = document();
        // As bytes: Spring would answer ranges and conditions of a resource in its own way.
        return List.of(Route.get(
                PATH,
                Access.ANYONE,
                request -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(document)));
    }

    private static byte[] document() {
        try {
            return new ClassPathResource("openapi.json").getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the server's jar has no openapi.json", e);
        }
    }
}
