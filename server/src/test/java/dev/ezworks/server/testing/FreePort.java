package dev.ezworks.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of 127.0.0.1 that nobody listens on, for a program that must be told one. It lies below those that the system
 * gives to whoever wants any, so that no connection takes it before the program does, or while the program is restarted.
 *
 * <p>Where the system gives all of them, nobody is given this one for a while: a connection has just ended on it, and as
 * long as that is remembered (TIME-WAIT, RFC 9293 section 3.3.2; a minute on Linux), only who asks for it by its number,
 * with {@code SO_REUSEADDR} as servers do, gets it.
 */
public final class FreePort {
    private static final Path GIVEN_TO_ANYBODY = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int USUAL_FIRST_GIVEN = 32_768;
    private static final int FIRST = 10_000;
    private static final int ANY = 0;
    private static final int TRIES = 1_000;

    private FreePort() {}

    public static int pick() {
        try {
            int end = firstGiven();
            for (int i = 0; i < TRIES; i++) {
                try {
                    return onceUsed(end > FIRST ? ThreadLocalRandom.current().nextInt(FIRST, end) : ANY);
                } catch (BindException e) {
                    // Somebody has it.
                }
            }
            throw new IllegalStateException("of " + TRIES + " ports none is free");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int firstGiven() throws IOException {
        return Files.exists(GIVEN_TO_ANYBODY)
                ? Integer.parseInt(Files.readString(GIVEN_TO_ANYBODY).strip().split("\\s+", 2)[0])
                : USUAL_FIRST_GIVEN;
    }

    private static int onceUsed(int port) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(port, 1, here);
                Socket client = new Socket(here, server.getLocalPort())) {
            // The end that closes first is the one that remembers.
            server.accept().close();
            client.getInputStream().readAllBytes();
            return server.getLocalPort();
        }
    }
}
