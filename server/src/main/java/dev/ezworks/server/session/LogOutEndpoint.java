package dev.ezworks.server.session;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.Route;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Ends the session whose token it is given. */
public final class LogOutEndpoint implements Endpoint {
    private final Sessions sessions;

    public LogOutEndpoint(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(ApiPaths.LOGOUT, Access.LOGGED_IN, this::logOut),
                Route.post(ApiPaths.LOGOUT, Access.LOGGED_IN, this::logOut));
    }

    private Mono<ServerResponse> logOut(ServerRequest request) {
        return CurrentSession.of(request)
                .flatMap(sessions::end)
                .then(ServerResponse.ok().cacheControl(CacheControl.noStore()).build());
    }
}
