package dev.ezworks.server.web;

import dev.ezworks.server.web.EndedRequest.Ending;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.Connection;

/**
 * What becomes known of a request while it runs. The connection's event loop counts, those that handle the request tell
 * who is asking and for what.
 */
public final class RequestRecord {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final long begunNanos = System.nanoTime();
    private final String method;
    private volatile @Nullable String id;
    private volatile @Nullable String account;
    private volatile @Nullable String route;

    private volatile boolean endedByServer;

    // Only the event loop's.
    private int status;
    private long bytesIn;
    private long bytesOut;
    private boolean ended;

    private RequestRecord(String method) {
        this.method = METHODS.contains(method) ? method : EndedRequest.OTHER_METHOD;
    }

    static RequestRecord of(HttpRequest request) {
        // What could not be decoded has a method that Netty has made up.
        boolean decoded = request.decoderResult().isSuccess();
        return new RequestRecord(decoded ? request.method().name() : "");
    }

    /** The record of this request; one that nobody reads, if it did not come over a connection of ours. */
    public static RequestRecord of(ServerWebExchange exchange) {
        RequestRecord record = exchange.getAttribute(RequestRecord.class.getName());
        return record != null ? record : new RequestRecord("");
    }

    /** The record of the request that is being answered on this connection; one that nobody reads, if it is not ours. */
    public static RequestRecord answeredOn(Connection connection) {
        return RequestWatch.find(connection).orElseGet(() -> new RequestRecord(""));
    }

    void attachTo(ServerWebExchange exchange) {
        exchange.getAttributes().put(RequestRecord.class.getName(), this);
    }

    void id(String known) {
        id = known;
    }

    /** Notes who is asking: role and username. */
    public void account(String known) {
        account = known;
    }

    /** Notes the template of the path. */
    void route(String template) {
        route = template.replace("{*", "{");
    }

    /** Notes that the server breaks the answer off: however the connection ends from here on, it was not the client. */
    public void endedByServer() {
        endedByServer = true;
    }

    boolean hasId() {
        return id != null;
    }

    void status(int code) {
        status = code;
    }

    void received(long bytes) {
        bytesIn += bytes;
    }

    void sent(long bytes) {
        bytesOut += bytes;
    }

    /** Ends the record; empty if it has ended already. */
    Optional<EndedRequest> end(Ending ending) {
        if (ended) {
            return Optional.empty();
        }
        ended = true;
        return Optional.of(new EndedRequest(
                Optional.ofNullable(id),
                Optional.ofNullable(account),
                Optional.ofNullable(route),
                method,
                status == 0 ? Optional.empty() : Optional.of(status),
                bytesIn,
                bytesOut,
                Duration.ofNanos(System.nanoTime() - begunNanos),
                endedByServer && ending == Ending.CUT_BY_CLIENT ? Ending.ENDED_BY_SERVER : ending));
    }
}
