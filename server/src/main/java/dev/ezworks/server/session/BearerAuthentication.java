package dev.ezworks.server.session;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.ProblemException;
import dev.ezworks.server.web.RequestRecord;
import dev.ezworks.server.web.Routing;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Finds the session of a request by the token in its {@code Authorization} header (RFC 6750 section 2.1; never in the
 * URL or the body), where the route wants one: a stale token keeps nobody from logging in anew.
 *
 * <p>A request without a token passes on as nobody's; whether nobody may is for the authorization to say.
 */
public final class BearerAuthentication implements WebFilter {
    // RFC 9110 section 11.4: the scheme's name is case-insensitive, one or more spaces follow.
    private static final Pattern BEARER = Pattern.compile("bearer(?: +(.*))?", Pattern.CASE_INSENSITIVE);

    private final Sessions sessions;

    public BearerAuthentication(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (Routing.access(exchange) == Access.ANYONE) {
            return chain.filter(exchange);
        }
        List<String> headers = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (headers.size() > 1) {
            // Whichever was taken, a proxy in front may have looked at the other.
            return Mono.error(new ProblemException(ProblemCode.BAD_REQUEST, "send one Authorization header, not more"));
        }
        Optional<String> token = headers.stream().findFirst().flatMap(BearerAuthentication::token);
        if (token.isEmpty()) {
            return chain.filter(exchange);
        }
        return sessions.authenticate(token.get())
                .doOnNext(session -> RequestRecord.of(exchange)
                        .account(session.role().id() + "/" + session.username().value()))
                .map(SessionAuthentication::new)
                .flatMap(authentication -> chain.filter(exchange)
                        .contextWrite(ReactiveSecurityContextHolder.withAuthentication(authentication)));
    }

    /** The token of a bearer's header, however odd; empty if the header is of another scheme. */
    private static Optional<String> token(String header) {
        Matcher bearer = BEARER.matcher(header.strip());
        if (!bearer.matches()) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(bearer.group(1)).orElse(""));
    }
}
