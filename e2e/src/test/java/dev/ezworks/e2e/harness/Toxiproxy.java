package dev.ezworks.e2e.harness;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A proxy that breaks connections when it is told to, and counts what went through. */
public final class Toxiproxy implements AutoCloseable {
    private static final Path GET =
            Path.of("../scripts/get-toxiproxy").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String RECEIVED = "toxiproxy_proxy_received_bytes_total{direction=\"upstream\"";

    private final Process process;
    private final Api control;
    private final int port = freePort();

    private Toxiproxy(String binary) throws IOException {
        int controlPort = freePort();
        this.process = new ProcessBuilder(
                        binary, "-host", "127.0.0.1", "-port", Integer.toString(controlPort), "-proxy-metrics")
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        this.control = new Api(URI.create("http://127.0.0.1:" + controlPort));
    }

    /** Starts one before a server. Where it cannot be built the test is skipped, or fails. */
    public static Toxiproxy before(URI server) {
        try {
            Toxiproxy proxy = new Toxiproxy(binary());
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> proxy.call("GET", "/version", "").status() == 200);
            proxy.call(
                    "POST",
                    "/proxies",
                    "{\"name\":\"ezworks\",\"listen\":\"127.0.0.1:" + proxy.port + "\",\"upstream\":\""
                            + server.getAuthority() + "\",\"enabled\":true}");
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String binary() throws IOException {
        Process get = new ProcessBuilder(GET.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String path = new String(get.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        Requirements.require(!path.isEmpty(), "no toxiproxy to test with: scripts/get-toxiproxy needs go");
        return path;
    }

    /** Where clients reach the server by way of it. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Resets every connection on which something moves, until it is told to {@link #heal}. */
    public void reset() {
        call(
                "POST",
                "/proxies/ezworks/toxics",
                "{\"name\":\"reset\",\"type\":\"reset_peer\",\"stream\":\"upstream\",\"attributes\":{\"timeout\":0}}");
    }

    /** Lets everything through again. */
    public void heal() {
        call("DELETE", "/proxies/ezworks/toxics/reset", "");
    }

    /** How many bytes clients have sent, of heads and bodies. */
    public long received() {
        return call("GET", "/metrics", "")
                .text()
                .lines()
                .filter(line -> line.startsWith(RECEIVED))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private Answer call(String method, String path, String body) {
        return control.send(method, path, BodyPublishers.ofString(body));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
