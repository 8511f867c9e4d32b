package dev.ezworks.e2e.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A bare connection, for requests that no well-behaved client sends. */
public final class RawHttp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    // In "HTTP/1.1 404 Not Found".
    private static final int STATUS_BEGIN = 9;
    private static final int STATUS_END = 12;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final URI server;
    private final Socket socket = new Socket();

    /** Connects with the first bytes that are sent: a server gives whoever is connected only seconds to begin. */
    public RawHttp(URI server) throws IOException {
        this.server = server;
        socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    /** Sends a request that ends the connection, and reads the answer. */
    public static Answer exchange(URI server, String request) throws IOException {
        try (RawHttp http = new RawHttp(server)) {
            http.send(request);
            return http.readAnswer();
        }
    }

    /** Sends text, one byte a character. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        if (!socket.isConnected()) {
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        }
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends bytes, or as many of them as the server takes: what it said before it closed its side is to be read then. */
    public void sendWhileTaken(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException e) {
            // The answer says why.
        }
    }

    /** Reads one answer with a {@code Content-Length}, or up to the end of the connection. */
    public Answer readAnswer() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!endsHead(head.toByteArray())) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
        }
        List<String> lines =
                head.toString(StandardCharsets.ISO_8859_1).strip().lines().toList();
        HttpHeaders headers = headers(lines);
        int status = Integer.parseInt(lines.get(0), STATUS_BEGIN, STATUS_END, 10);
        long length = headers.firstValueAsLong("Content-Length").orElse(Long.MAX_VALUE);
        byte[] body = status == 204 || status == 304 ? new byte[0] : in.readNBytes((int) Math.min(length, 1 << 20));
        return new Answer(status, headers, body);
    }

    /** Reads up to this many bytes of whatever comes and throws them away; returns how many came before the end. */
    public int skip(int bytes) throws IOException {
        return socket.getInputStream().readNBytes(bytes).length;
    }

    private static boolean endsHead(byte[] head) {
        return head.length >= END_OF_HEAD.length
                && Arrays.equals(
                        head, head.length - END_OF_HEAD.length, head.length, END_OF_HEAD, 0, END_OF_HEAD.length);
    }

    private static HttpHeaders headers(List<String> lines) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).trim());
        }
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    /** Cuts the connection as a crashed client does: by a reset, not by an orderly end. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Cuts the connection. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
