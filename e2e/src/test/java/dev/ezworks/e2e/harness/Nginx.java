package dev.ezworks.e2e.harness;

import static org.awaitility.Awaitility.await;

import dev.ezworks.server.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.LoggerFactory;

/** nginx in front of two servers, set up as the documentation says. */
public final class Nginx implements AutoCloseable {
    private static final Path DOCUMENTED =
            Path.of("../docs/operate/nginx.conf").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HOW_TO_GET_ONE =
            "no nginx to test with: install it (nginx-light of Debian will do); EZWORKS_REQUIRE_NGINX=1 makes this a"
                    + " failure";

    private final Path folder = Scratch.folder("nginx");
    private final int port = FreePort.pick();
    private final Process process;

    private Nginx(Path binary, URI one, URI other) throws IOException {
        String documented = Files.readString(DOCUMENTED)
                .replace("127.0.0.1:5001", one.getAuthority())
                .replace("127.0.0.1:5002", other.getAuthority())
                .replace("listen 8080", "listen 127.0.0.1:" + port);
        Files.writeString(folder.resolve("ezworks.conf"), documented);
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid pid;
                error_log error.log;
                events {}
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path answer;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    include ezworks.conf;
                }
                """);
        this.process = new ProcessBuilder(binary.toString(), "-p", folder.toString(), "-c", "nginx.conf")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    /** Starts it; without an nginx on this machine the test is skipped, or fails. */
    public static Nginx start(URI one, URI other) {
        try {
            Nginx nginx = new Nginx(binary(), one, other);
            await().atMost(PATIENCE).until(nginx::answers);
            return nginx;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path binary() {
        List<Path> found = Stream.of(
                        "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .toList();
        if (found.isEmpty()) {
            if ("1".equals(System.getenv("EZWORKS_REQUIRE_NGINX"))) {
                throw new AssertionError(HOW_TO_GET_ONE);
            }
            // Build tools pass over the reason of a skipped class.
            LoggerFactory.getLogger(Nginx.class).warn("Tests are skipped: {}", HOW_TO_GET_ONE);
        }
        Assumptions.assumeFalse(found.isEmpty(), HOW_TO_GET_ONE);
        return found.get(0);
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(folder.resolve("output")));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    /** Where clients reach it. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Bytes of requests and answers that it keeps on its own disk at the moment. */
    public long bytesOnDisk() {
        return Stream.of("body", "answer")
                .flatMap(part -> Scratch.files(folder.resolve(part)).stream())
                .mapToLong(Scratch::size)
                .sum();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        Scratch.remove(folder);
    }
}
