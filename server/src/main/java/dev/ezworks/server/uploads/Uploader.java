package dev.ezworks.server.uploads;

import dev.ezworks.server.session.CurrentSession;
import dev.ezworks.server.transfers.ActiveTransfer;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Who uploads. */
final class Uploader {
    private Uploader() {}

    static Mono<ActiveTransfer.Party> of(ServerRequest request) {
        return CurrentSession.of(request)
                .map(session -> new ActiveTransfer.Party(session.sidHash(), session.role(), session.username()));
    }
}
