package dev.ezworks.server.session;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.Route;
import java.time.Instant;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Tells whose session a token names. */
public final class SessionEndpoint implements Endpoint {
    private record Answer(String username, String role, Instant createdAt, Instant expiresAt) {
        static Answer of(Session session) {
            return new Answer(
                    session.username().value(), session.role().id(), session.createdAt(), session.expiresAt());
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(ApiPaths.SESSION, Access.LOGGED_IN, SessionEndpoint::tell));
    }

    private static Mono<ServerResponse> tell(ServerRequest request) {
        return CurrentSession.of(request)
                .flatMap(session -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(Answer.of(session)));
    }
}
