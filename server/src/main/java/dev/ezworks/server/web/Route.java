package dev.ezworks.server.web;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * One entry of the {@link RouteTable}: which requests an endpoint answers, and who may ask.
 *
 * @param path as {@link PathTemplate} reads it, such as {@code /client/files/{ops}/{*name}}
 */
public record Route(HttpMethod method, String path, Access access, HandlerFunction<ServerResponse> handler) {
    public static Route get(String path, Access access, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.GET, path, access, handler);
    }

    public static Route head(String path, Access access, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.HEAD, path, access, handler);
    }

    public static Route post(String path, Access access, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.POST, path, access, handler);
    }

    public static Route put(String path, Access access, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.PUT, path, access, handler);
    }

    public static Route delete(String path, Access access, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.DELETE, path, access, handler);
    }
}
