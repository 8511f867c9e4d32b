package dev.ezworks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {
    private static final long PATIENCE_MILLIS = 10_000;

    private final List<Thread> left = new ArrayList<>();

    @Test
    void noThreadOfTheHttpClientShouldSleepInTheNetworkWhenTheRunEnds() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            // In a group of its own: the other threads of this process are not ours to end.
            Thread run = new Thread(new ThreadGroup("run"), () -> askAndEnd(server.getAddress()));
            run.start();
            run.join(PATIENCE_MILLIS);
        } finally {
            server.stop(0);
        }

        assertThat(left).isNotEmpty();
        for (Thread thread : left) {
            thread.join(PATIENCE_MILLIS);
            assertThat(thread.isAlive()).as("%s", thread).isFalse();
        }
    }

    private void askAndEnd(InetSocketAddress server) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort()))
                .build();
        try {
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(204);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Thread[] threads = new Thread[100];
        Arrays.stream(threads, 0, Thread.enumerate(threads))
                .filter(thread -> thread.getName().contains("SelectorManager"))
                .forEach(left::add);
        DaemonThreads.end();
    }
}
