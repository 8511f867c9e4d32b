package dev.ezworks.server.web;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * One entry of the {@link RouteTable}: which requests an endpoint answers, and who may ask.
 *
 * @param path as {@link PathTemplate} reads it, such as {@code /client/files/{ops}/{*name}}
 * @param byPost whether a POST with {@code X-HTTP-Method-Override} may stand for the method, for callers that have no
 *     other
 */
public record Route(
        HttpMethod method, String path, Access access, HandlerFunction<ServerResponse> handler, boolean byPost) {
    /** A route that is asked for by its own method only. */
    public Route(HttpMethod method, String path, Access access, HandlerFunction<ServerResponse> handler) {
        this(method, path, access, handler, false);
    }

    /** The same, to be asked for by POST too. */
    public Route orByPost() {
        return new Route(method, path, access, handler, true);
    }

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

    public static Route patch(String path, Access access, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.PATCH, path, access, handler);
    }

    public static Route delete(String path, Access access, HandlerFunction<ServerResponse> handler) {
        return new Route(HttpMethod.DELETE, path, access, handler);
    }
}
