package dev.ezworks.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port of 127.0.0.1 for a program that must be told one, kept for whoever asks for it by its number. A connection has
 * just ended on it, and for as long as that is remembered (TIME-WAIT, RFC 9293 section 3.3.2; a minute on Linux) the
 * system gives it to nobody who wants any port. A server that sets {@code SO_REUSEADDR}, as servers do, can have it.
 */
public final class FreePort {
    private FreePort() {}

    public static int pick() {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket any = new ServerSocket(0, 1, here);
                Socket client = new Socket(here, any.getLocalPort())) {
            // The end that closes first is the one that remembers.
            any.accept().close();
            client.getInputStream().readAllBytes();
            return any.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
