package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;
import java.util.regex.Pattern;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The paths of Spring's actuator. As a filter, for an address of their own: they and nothing else are there.
 *
 * <p>Raw paths are told apart by what they may be, not by what they must not be: Spring decodes them, so that a hidden
 * one could be written in many ways.
 */
public final class ActuatorPaths implements WebFilter {
    private static final String ROOT = "/actuator";
    private static final Pattern HARMLESS = Pattern.compile(ROOT + "(/info|/health(/[a-z]+)?)?");
    private static final String METRICS = ROOT + "/prometheus";

    /** Whether the path is the actuator's. */
    static boolean isOne(String rawPath) {
        return rawPath.equals(ROOT) || rawPath.startsWith(ROOT + "/");
    }

    /** Whether anybody may read it: health and info. */
    public static boolean isHarmless(String rawPath) {
        return HARMLESS.matcher(rawPath).matches();
    }

    /** Whether it is that of the metrics. */
    public static boolean isMetrics(String rawPath) {
        return rawPath.equals(METRICS);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return isOne(exchange.getRequest().getURI().getRawPath()) ? pass(exchange, chain) : Mono.error(unknown());
    }

    static Mono<Void> pass(ServerWebExchange exchange, WebFilterChain chain) {
        RequestRecord.of(exchange).route(ROOT + "/{endpoint}");
        return chain.filter(exchange);
    }

    static ProblemException unknown() {
        return new ProblemException(ProblemCode.NOT_FOUND, "see /openapi.json for the paths there are");
    }
}
