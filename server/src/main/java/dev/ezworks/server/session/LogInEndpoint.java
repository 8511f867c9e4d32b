package dev.ezworks.server.session;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.Role;
import dev.ezworks.server.account.Fields;
import dev.ezworks.server.web.Accept;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.FormBody;
import dev.ezworks.server.web.FormReader;
import dev.ezworks.server.web.Route;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Gives a token for a password: the bare token, or JSON for whoever prefers that. */
public final class LogInEndpoint implements Endpoint {
    private final LogIn logIn;

    public LogInEndpoint(LogIn logIn) {
        this.logIn = logIn;
    }

    private record Answer(String token, String tokenType, Instant expiresAt, String username, String role) {
        static Answer of(IssuedToken issued) {
            Session session = issued.session();
            return new Answer(
                    issued.token(),
                    "Bearer",
                    session.expiresAt(),
                    session.username().value(),
                    session.role().id());
        }
    }

    @Override
    public List<Route> routes() {
        return Arrays.stream(Role.values()).flatMap(this::routes).toList();
    }

    private Stream<Route> routes(Role role) {
        HandlerFunction<ServerResponse> handler = request -> logIn(role, request);
        String path = ApiPaths.login(role);
        // GET too, with the fields in the body: scripts written for earlier servers do that.
        return Stream.of(Route.post(path, Access.ANYONE, handler), Route.get(path, Access.ANYONE, handler));
    }

    private Mono<ServerResponse> logIn(Role role, ServerRequest request) {
        return FormReader.read(request).flatMap(body -> logIn(role, request, body));
    }

    private Mono<ServerResponse> logIn(Role role, ServerRequest request, FormBody body) {
        // Before the login: a session whose token cannot be told would be of no use to anybody.
        MediaType type =
                Accept.of(request.headers().asHttpHeaders()).choose(MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON);
        return logIn.logIn(role, new Fields(body.values(), body.faults()))
                .flatMap(issued -> ServerResponse.ok()
                        .contentType(type)
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(type.equals(MediaType.TEXT_PLAIN) ? issued.token() : Answer.of(issued)));
    }
}
