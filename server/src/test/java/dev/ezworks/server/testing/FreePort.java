package dev.ezworks.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of 127.0.0.1 that nobody listens on, for a program that must be told one. It lies below those that the system
 * gives to whoever wants any, so that no connection takes it before the program does.
 */
public final class FreePort {
    private static final Path GIVEN_TO_ANYBODY = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int USUAL_FIRST_GIVEN = 32_768;
    private static final int FIRST = 10_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    public static int pick() {
        try {
            int end = firstGiven();
            for (int i = 0; i < TRIES && end > FIRST; i++) {
                int port = ThreadLocalRandom.current().nextInt(FIRST, end);
                if (isFree(port)) {
                    return port;
                }
            }
            // The system gives all of them.
            try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return any.getLocalPort();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int firstGiven() throws IOException {
        return Files.exists(GIVEN_TO_ANYBODY)
                ? Integer.parseInt(Files.readString(GIVEN_TO_ANYBODY).strip().split("\\s+", 2)[0])
                : USUAL_FIRST_GIVEN;
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        }
    }
}
