package dev.ezworks.cli.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/**
 * Sends requests to one server and turns whatever goes wrong into a {@link ClientException}. Never follows a
 * redirect, so that a token goes nowhere but to the server it was given for.
 */
final class HttpTransport {
    private static final long WATCH_INTERVAL_MILLIS = 250;

    private final ServerUrl server;
    private final ConnectionSettings settings;
    private final HttpClient http;

    HttpTransport(ServerUrl server, ConnectionSettings settings) {
        this(
                server,
                settings,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.connectTimeout())
                        .proxy(settings.proxies())
                        .sslContext(Trust.contextFor(server, settings.authorities()))
                        .build());
    }

    private HttpTransport(ServerUrl server, ConnectionSettings settings, HttpClient http) {
        this.server = server;
        this.settings = settings;
        this.http = http;
    }

    /** The same connections, with another patience. */
    HttpTransport withIdleTimeout(Duration idleTimeout) {
        return new HttpTransport(server, settings.withIdleTimeout(idleTimeout), http);
    }

    /** A request to a path of the server, percent-encoded, with its query. */
    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(server.resolve(pathAndQuery));
    }

    /** Hands a successful answer's body on, and makes an exception of any other answer. */
    static <T> BodyHandler<T> onSuccess(BodyHandler<T> handler) {
        return info -> info.statusCode() / 100 == 2
                ? handler.apply(info)
                : BodySubscribers.mapping(LimitedBody.cutAt(ProblemReader.MAX_BYTES), body -> {
                    throw new ServerProblemException(ProblemReader.read(info.statusCode(), info.headers(), body));
                });
    }

    /** A short call: the answer must come within the idle time-out. */
    <T> HttpResponse<T> call(HttpRequest.Builder request, BodyHandler<T> handler) {
        return transfer(request, handler, () -> 0);
    }

    /**
     * A call that may take as long as it likes while bytes move.
     *
     * @param bytesMoved how many bytes have moved so far, read from another thread
     */
    <T> HttpResponse<T> transfer(HttpRequest.Builder request, BodyHandler<T> handler, LongSupplier bytesMoved) {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request.build(), onSuccess(handler));
        try {
            return await(answer, bytesMoved);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnreachableException("interrupted while waiting for " + server, e);
        } finally {
            answer.cancel(true);
        }
    }

    private <T> T await(CompletableFuture<T> answer, LongSupplier bytesMoved)
            throws ExecutionException, InterruptedException {
        long moved = bytesMoved.getAsLong();
        long movedAt = System.nanoTime();
        while (true) {
            try {
                return answer.get(WATCH_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long now = bytesMoved.getAsLong();
                if (now != moved) {
                    moved = now;
                    movedAt = System.nanoTime();
                } else if (System.nanoTime() - movedAt > settings.idleTimeout().toNanos()) {
                    throw new ServerTimedOutException(server + " did not answer, and nothing moved, for "
                            + settings.idleTimeout().toSeconds() + " s");
                }
            }
        }
    }

    private ClientException failure(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClientException known) {
                return known;
            }
            if (cause instanceof SSLException) {
                return new ServerNotTrustedException(
                        "no secure connection to " + server + ": " + cause.getMessage(), cause);
            }
        }
        if (error instanceof HttpTimeoutException) {
            return new ServerTimedOutException("no connection to " + server + " within "
                    + settings.connectTimeout().toSeconds() + " s");
        }
        if (error instanceof ConnectException) {
            return new ServerUnreachableException(
                    isUnknownHost(error) ? "there is no host " + server.host() : "no connection to " + server, error);
        }
        if (error instanceof IOException) {
            return new ServerUnreachableException("the connection to " + server + " broke", error);
        }
        throw new IllegalStateException(error);
    }

    private static boolean isUnknownHost(Throwable error) {
        return error.getCause() instanceof UnresolvedAddressException
                || (error.getCause() != null && error.getCause().getCause() instanceof UnresolvedAddressException);
    }
}
