package dev.ezworks.server.testing;

import dev.ezworks.server.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who talks to a server, with a token or without.
 *
 * <p>Headers are given as names and values in turn.
 */
public final class Caller {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI server;
    private final String name;
    private final String token;

    /** @param token empty: none is sent */
    Caller(URI server, String name, String token) {
        this.server = server;
        this.name = name;
        this.token = token;
    }

    /** The username. */
    public String name() {
        return name;
    }

    /** The token, as it goes after {@code Bearer}. */
    public String token() {
        return token;
    }

    /** The same user, with another token. */
    public Caller withToken(String other) {
        return new Caller(server, name, other);
    }

    /** Fetches. */
    public HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    /** Asks for the headers only. */
    public HttpResponse<byte[]> head(String path, String... headers) {
        return send("HEAD", path, BodyPublishers.noBody(), headers);
    }

    /** Uploads. */
    public HttpResponse<byte[]> put(String path, byte[] body, String... headers) {
        return send("PUT", path, BodyPublishers.ofByteArray(body), headers);
    }

    /** Removes. */
    public HttpResponse<byte[]> delete(String path, String... headers) {
        return send("DELETE", path, BodyPublishers.noBody(), headers);
    }

    /** Sends a form. */
    public HttpResponse<byte[]> post(String path, MultipartForm form, String... headers) {
        HttpRequest.Builder request = request(path, headers)
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofByteArray(form.bytes()));
        return answer(request);
    }

    /** Sends anything. */
    public HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers) {
        return answer(request(path, headers).method(method, body));
    }

    /** Sends anything, without waiting for the answer. */
    public CompletableFuture<HttpResponse<byte[]>> sendAsync(
            String method, String path, BodyPublisher body, String... headers) {
        return HTTP.sendAsync(request(path, headers).method(method, body).build(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(Await.TIMEOUT);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private static HttpResponse<byte[]> answer(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
