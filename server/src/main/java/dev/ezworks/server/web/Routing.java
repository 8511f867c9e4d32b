package dev.ezworks.server.web;

import dev.ezworks.api.FileName;
import dev.ezworks.api.InvalidNameException;
import dev.ezworks.api.ProblemCode;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Finds the route of every request before anything else is asked of it, so that an unknown path is 404 and a wrong
 * method 405 with or without a token, and so that authorization can go by the route. {@code OPTIONS} is answered here.
 *
 * <p>Paths below {@code /actuator} are Spring's, as far as they are shown here at all.
 */
public final class Routing implements WebFilter, RouterFunction<ServerResponse> {
    private static final String TAKEN = Routing.class.getName();
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private final RouteTable table;
    private final Predicate<String> shownOfActuator;

    /** @param shownOfActuator which raw paths below {@code /actuator} there are; all others are unknown */
    public Routing(RouteTable table, Predicate<String> shownOfActuator) {
        this.table = table;
        this.shownOfActuator = shownOfActuator;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getURI().getRawPath();
        if (ActuatorPaths.isOne(path) && shownOfActuator.test(path)) {
            return ActuatorPaths.pass(exchange, chain);
        }
        RouteTable.Found found = table.find(path);
        if (found.isEmpty()) {
            return Mono.error(ActuatorPaths.unknown());
        }
        RequestRecord.of(exchange).route(found.template());
        HttpMethod method = exchange.getRequest().getMethod();
        if (method.equals(HttpMethod.OPTIONS)) {
            return answerOptions(exchange.getResponse(), found);
        }
        Optional<RouteTable.Taken> taken =
                overridden(exchange.getRequest(), found).or(() -> found.by(method));
        if (taken.isEmpty()) {
            return Mono.error(methodNotAllowed(found));
        }
        exchange.getAttributes().put(TAKEN, taken.get());
        return chain.filter(exchange);
    }

    /** The route of the method that a POST says it stands for, where that is allowed; else what it says means nothing. */
    private static Optional<RouteTable.Taken> overridden(ServerHttpRequest request, RouteTable.Found found) {
        return request.getMethod().equals(HttpMethod.POST)
                ? Optional.ofNullable(request.getHeaders().getFirst(METHOD_OVERRIDE))
                        .flatMap(method -> found.byPost(HttpMethod.valueOf(method)))
                : Optional.empty();
    }

    private static Mono<Void> answerOptions(ServerHttpResponse response, RouteTable.Found found) {
        response.setStatusCode(HttpStatus.NO_CONTENT);
        response.getHeaders().setAllow(found.methods());
        return response.setComplete();
    }

    private static ProblemException methodNotAllowed(RouteTable.Found found) {
        String allowed = found.methods().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        return new ProblemException(Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "use one of " + allowed)
                .withHeader(HttpHeaders.ALLOW, allowed));
    }

    @Override
    public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
        return Mono.justOrEmpty(taken(request.exchange()))
                .map(taken -> taken.route().handler());
    }

    /** Who may make this request; anyone, if it is none of the route table's. */
    public static Access access(ServerWebExchange exchange) {
        return taken(exchange).map(taken -> taken.route().access()).orElse(Access.ANYONE);
    }

    /**
     * A variable of the request's path, decoded.
     *
     * @throws ProblemException with {@code bad-file-name} if it cannot be decoded
     */
    public static String pathVariable(ServerRequest request, String name) {
        String raw = taken(request.exchange()).orElseThrow().rawVariables().get(name);
        if (raw == null) {
            throw new IllegalArgumentException("the route has no variable " + name);
        }
        try {
            return PercentEncoding.decode(raw);
        } catch (InvalidNameException e) {
            throw new ProblemException(ProblemCode.BAD_FILE_NAME, e.reason());
        }
    }

    /**
     * The file name in the variable {@code name} of the request's path.
     *
     * @throws ProblemException with {@code bad-file-name} if it is not allowed
     */
    public static FileName fileName(ServerRequest request) {
        try {
            return FileName.of(pathVariable(request, "name"));
        } catch (InvalidNameException e) {
            throw new ProblemException(ProblemCode.BAD_FILE_NAME, e.reason());
        }
    }

    private static Optional<RouteTable.Taken> taken(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(TAKEN));
    }
}
