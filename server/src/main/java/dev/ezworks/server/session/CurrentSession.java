package dev.ezworks.server.session;

import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Who is asking. */
public final class CurrentSession {
    private CurrentSession() {}

    /** The session of this request; its route must want one ({@link dev.ezworks.server.web.Access}). */
    public static Mono<Session> of(ServerRequest request) {
        return request.principal()
                .cast(SessionAuthentication.class)
                .map(SessionAuthentication::session)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("this route lets anyone in")));
    }
}
