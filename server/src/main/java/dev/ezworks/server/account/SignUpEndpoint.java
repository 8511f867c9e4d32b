package dev.ezworks.server.account;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.Role;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.FormReader;
import dev.ezworks.server.web.Route;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Makes accounts for whoever asks. */
public final class SignUpEndpoint implements Endpoint {
    private final SignUp signUp;

    public SignUpEndpoint(SignUp signUp) {
        this.signUp = signUp;
    }

    private record Answer(String username, String role, Instant createdAt) {
        static Answer of(Account account) {
            return new Answer(account.username().value(), account.role().id(), account.createdAt());
        }
    }

    @Override
    public List<Route> routes() {
        return Arrays.stream(Role.values()).flatMap(this::routes).toList();
    }

    private Stream<Route> routes(Role role) {
        HandlerFunction<ServerResponse> handler = request -> signUp(role, request);
        String path = ApiPaths.signup(role);
        // GET too, with the fields in the body: scripts written for earlier servers do that.
        return Stream.of(Route.post(path, Access.ANYONE, handler), Route.get(path, Access.ANYONE, handler));
    }

    private Mono<ServerResponse> signUp(Role role, ServerRequest request) {
        return FormReader.read(request)
                .flatMap(body -> signUp.signUp(role, new Fields(body.values(), body.faults())))
                .flatMap(account -> ServerResponse.status(HttpStatus.CREATED)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Answer.of(account)));
    }
}
