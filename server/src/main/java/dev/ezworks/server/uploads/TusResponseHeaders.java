package dev.ezworks.server.uploads;

import dev.ezworks.api.ApiPaths;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * What every answer from the paths of tus says, refusals included, and what {@code OPTIONS} tells of this server. To go
 * before the routing, which gives some of these answers.
 */
public final class TusResponseHeaders implements WebFilter {
    private static final String EXTENSIONS =
            "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination";

    private final long maxSize;

    /** @param maxSize of a file, in bytes */
    public TusResponseHeaders(long maxSize) {
        this.maxSize = maxSize;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getURI().getRawPath();
        if (path.equals(ApiPaths.UPLOADS) || path.startsWith(ApiPaths.UPLOADS + "/")) {
            boolean asked = exchange.getRequest().getMethod().equals(HttpMethod.OPTIONS);
            HttpHeaders headers = exchange.getResponse().getHeaders();
            // At the last moment: whoever answers with a problem clears the headers first.
            exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> add(headers, asked)));
        }
        return chain.filter(exchange);
    }

    private void add(HttpHeaders headers, boolean asked) {
        headers.set(TusHeaders.RESUMABLE, TusHeaders.SPOKEN);
        if (asked) {
            headers.set(TusHeaders.VERSION, TusHeaders.SPOKEN);
            headers.set(TusHeaders.EXTENSION, EXTENSIONS);
            headers.set(TusHeaders.MAX_SIZE, Long.toString(maxSize));
            headers.set(TusHeaders.CHECKSUM_ALGORITHM, Checksum.Algorithm.ids());
        }
    }
}
