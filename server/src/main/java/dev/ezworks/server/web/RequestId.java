package dev.ezworks.server.web;

import dev.ezworks.server.logging.LogContext;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Gives every request an id: the caller's {@code X-Request-Id} if it is sane, else a random one; it is in every line logged for it. */
public final class RequestId implements WebFilter {
    /** The header, in both directions. */
    public static final String HEADER = "X-Request-Id";

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String given = exchange.getRequest().getHeaders().getFirst(HEADER);
        String id = given != null && SANE.matcher(given).matches() ? given : random();
        exchange.getResponse().getHeaders().set(HEADER, id);
        RequestWatch.find(exchange.getRequest()).ifPresent(record -> {
            record.id(id);
            record.attachTo(exchange);
        });
        return chain.filter(exchange).contextWrite(context -> LogContext.with(context, id));
    }

    static String random() {
        byte[] bits = new byte[8];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /** The id of this request. */
    public static String of(ServerWebExchange exchange) {
        String id = exchange.getResponse().getHeaders().getFirst(HEADER);
        return id != null ? id : "-";
    }
}
