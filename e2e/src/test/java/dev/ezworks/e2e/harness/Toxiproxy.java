package dev.ezworks.e2e.harness;

import static org.awaitility.Awaitility.await;

import dev.ezworks.server.testing.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A proxy that breaks connections when it is told to, and is no faster than a good line. */
public final class Toxiproxy implements AutoCloseable {
    private static final Path GET =
            Path.of("../scripts/get-toxiproxy").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    // Slow enough that whoever watches an upload has time to break it.
    private static final int KILOBYTES_PER_SECOND = 32_000;

    private final Process process;
    private final Api control;
    private int port;

    private Toxiproxy(String binary) throws IOException {
        int controlPort = FreePort.pick();
        this.process = new ProcessBuilder(binary, "-host", "127.0.0.1", "-port", Integer.toString(controlPort))
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        this.control = new Api(URI.create("http://127.0.0.1:" + controlPort));
    }

    /** Starts one before a server. Where it cannot be built the test is skipped, or fails. */
    public static Toxiproxy before(URI server) {
        try {
            Toxiproxy proxy = new Toxiproxy(binary());
            try {
                proxy.prepare(server);
            } catch (RuntimeException | Error e) {
                proxy.close();
                throw e;
            }
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare(URI server) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> call("GET", "/version", "").status() == 200);
        Answer made = require(
                "/proxies",
                "{\"name\":\"ezworks\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"" + server.getAuthority()
                        + "\",\"enabled\":true}");
        port = URI.create("http://" + made.json().path("listen").asString()).getPort();
        require(
                "/proxies/ezworks/toxics",
                "{\"name\":\"line\",\"type\":\"bandwidth\",\"stream\":\"upstream\",\"attributes\":{\"rate\":"
                        + KILOBYTES_PER_SECOND + "}}");
        // There from the first: only connections that begin under it are reset rather than closed.
        require(
                "/proxies/ezworks/toxics",
                "{\"name\":\"reset\",\"type\":\"reset_peer\",\"stream\":\"upstream\",\"toxicity\":0,"
                        + "\"attributes\":{\"timeout\":0}}");
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
        require("/proxies/ezworks/toxics/reset", "{\"toxicity\":1}");
    }

    /** Lets everything through again. */
    public void heal() {
        require("/proxies/ezworks/toxics/reset", "{\"toxicity\":0}");
    }

    private Answer require(String path, String body) {
        Answer answer = call("POST", path, body);
        if (answer.status() / 100 != 2) {
            throw new AssertionError("toxiproxy refuses " + path + " " + body + ": " + answer);
        }
        return answer;
    }

    private Answer call(String method, String path, String body) {
        return control.send(method, path, BodyPublishers.ofString(body));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
