package dev.ezworks.server.files;

import dev.ezworks.api.InvalidNameException;
import dev.ezworks.api.Username;
import dev.ezworks.server.session.CurrentSession;
import dev.ezworks.server.session.Session;
import dev.ezworks.server.web.Routing;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Whose catalog a request is about. */
enum Owners {
    /** The operator who asks. */
    SELF {
        @Override
        Mono<Username> of(ServerRequest request) {
            return CurrentSession.of(request).map(Session::username);
        }
    },
    /** The operator named in the path. */
    IN_PATH {
        @Override
        Mono<Username> of(ServerRequest request) {
            return Mono.fromSupplier(() -> {
                String name = Routing.pathVariable(request, "ops");
                try {
                    return new Username(name);
                } catch (InvalidNameException e) {
                    // A name that cannot be signed up is nobody's.
                    throw new NoSuchOperatorException(name);
                }
            });
        }
    };

    abstract Mono<Username> of(ServerRequest request);
}
