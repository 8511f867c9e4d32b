package dev.ezworks.server.session;

import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * Keeps sessions. A call is atomic and durable when it completes, on every server at once; a failure of the store is a
 * {@link dev.ezworks.server.content.StoreUnavailableException}.
 */
public interface SessionStore {
    /** Adds a session. */
    Mono<Void> create(Session session);

    /** The session with this hash; empty if there is none. It may have expired: the caller looks at its time. */
    Mono<Session> find(String sidHash);

    /** Ends a session. Ending one that does not exist does nothing. */
    Mono<Void> delete(String sidHash);

    /** Removes the sessions that expired before this instant. */
    Mono<Void> deleteExpired(Instant instant);
}
