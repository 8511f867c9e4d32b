package dev.ezworks.cli.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real HTTP server that answers what a test says, true or not, and remembers what it was asked. */
final class StubServer implements AutoCloseable {
    /** A request as it came in; header names in lower case. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Request(String method, String path, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Nullable
        String header(String name) {
            return headers.get(name);
        }
    }

    /** Answers one request. */
    @FunctionalInterface
    interface Answer {
        void send(HttpExchange exchange, Request request) throws IOException;
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Answer> answers = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    StubServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Answers a method and path, percent-encoded and with its query. */
    synchronized StubServer on(String method, String path, Answer answer) {
        answers.put(method + " " + path, answer);
        return this;
    }

    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The only request of this method. */
    Request request(String method) {
        List<Request> matching = requests().stream()
                .filter(request -> request.method().equals(method))
                .toList();
        if (matching.size() != 1) {
            throw new AssertionError("expected one " + method + ", got " + requests());
        }
        return matching.get(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            remember(request).send(exchange, request);
        }
    }

    private synchronized Answer remember(Request request) {
        requests.add(request);
        return answers.getOrDefault(request.method() + " " + request.path(), problem(ProblemCode.NOT_FOUND));
    }

    @Override
    public void close() {
        closed.countDown();
        http.stop(0);
        threads.shutdownNow();
    }

    /** Says no more to the client that asks, and keeps the connection, until the test is over. */
    void fallSilent() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Answer json(int status, String body) {
        return (exchange, request) -> send(exchange, status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Gives each of these answers in turn, the last one for ever. */
    static Answer inTurn(Answer... answers) {
        AtomicInteger next = new AtomicInteger();
        return (exchange, request) ->
                answers[Math.min(next.getAndIncrement(), answers.length - 1)].send(exchange, request);
    }

    /** Ends the connection without a word. */
    static Answer hangUp() {
        return (exchange, request) -> {
            throw new IOException("hung up");
        };
    }

    /** The same answer, with a header. */
    static Answer with(String header, String value, Answer answer) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().add(header, value);
            answer.send(exchange, request);
        };
    }

    static Answer noContent() {
        return (exchange, request) -> exchange.sendResponseHeaders(204, -1);
    }

    static Answer problem(ProblemCode code) {
        return problem(code.status(), code.slug(), code.title() + ".");
    }

    static Answer problem(int status, String slug, String detail) {
        return (exchange, request) ->
                send(exchange, status, "application/problem+json", """
                {"type":"urn:ezworks:problem:%1$s","title":"A title","status":%2$d,"detail":"%3$s","code":"%1$s",\
                "requestId":"request-7"}""".formatted(slug, status, detail)
                        .getBytes(StandardCharsets.UTF_8));
    }

    static Answer redirect(String location) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(307, -1);
        };
    }

    /** The bytes of a file, with their digest. */
    static Answer file(byte[] content) {
        return file(content, Sha256.of(content).digestField());
    }

    /** The bytes of a file, with a digest that may be another one's. */
    static Answer file(byte[] content, String digestField) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().add("Repr-Digest", digestField);
            send(exchange, 200, "application/octet-stream", content);
        };
    }

    /** Stores nothing, but answers as if the body had been published, with its true digest. */
    static Answer published(int status, long version) {
        return (exchange, request) -> send(
                exchange,
                status,
                "application/json",
                fileJson("published", request.body(), version).getBytes(StandardCharsets.UTF_8));
    }

    /** A page of a catalog. */
    static Answer files(String... fileJsons) {
        return json(200, "{\"files\":[" + String.join(",", fileJsons) + "]}");
    }

    static String fileJson(String name, byte[] content, long version) {
        return """
        {"name":"%s","size":%d,"contentType":"application/octet-stream","sha256":"%s","version":%d,\
        "uploadedAt":"2026-01-31T09:30:00Z"}""".formatted(name, content.length, Sha256.of(content).hex(), version);
    }

    static void send(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", contentType);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
