package dev.ezworks.e2e.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server and fails one request in so many: it answers 503, hangs up before the server has heard of it,
 * or hangs up with the server's answer in its hand, in turn.
 */
public final class FlakyProxy implements AutoCloseable {
    private static final int BUSY = 503;
    // Made by the client of the proxy's own accord; the JDK's client refuses to be told them.
    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "http2-settings", "transfer-encoding");

    private final URI server;
    private final int oneIn;
    private final HttpClient client;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger lostAnswers = new AtomicInteger();

    static {
        // Else every answer waits for the acknowledgement of its own headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** @param oneIn how many requests it takes for one of them to fail */
    public FlakyProxy(URI server, int oneIn) {
        this.server = server;
        this.oneIn = oneIn;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** How many requests have come. */
    public int requests() {
        return requests.get();
    }

    /** How many of them it made fail. */
    public int failures() {
        return failures.get();
    }

    /** How many of those the server did as it was told. */
    public int lostAnswers() {
        return lostAnswers.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (requests.incrementAndGet() % oneIn != 0) {
                answer(exchange, forward(exchange));
                return;
            }
            switch (failures.incrementAndGet() % 3) {
                case 0 -> {
                    exchange.getResponseHeaders().add("Retry-After", "1");
                    exchange.sendResponseHeaders(BUSY, -1);
                }
                case 1 -> throw new IOException("hung up before");
                default -> {
                    forward(exchange);
                    lostAnswers.incrementAndGet();
                    throw new IOException("hung up after");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), body(exchange));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static BodyPublisher body(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        BodyPublisher stream = BodyPublishers.ofInputStream(exchange::getRequestBody);
        if (length == null) {
            return exchange.getRequestHeaders().containsKey("Transfer-Encoding") ? stream : BodyPublishers.noBody();
        }
        return length.equals("0")
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(stream, Long.parseLong(length));
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        byte[] body = response.body();
        boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : body.length);
        if (!empty) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
