package dev.ezworks.server.testing;

import dev.ezworks.server.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection for what no decent client would send. */
public final class RawConnection implements AutoCloseable {
    private final Socket socket;

    RawConnection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout((int) Await.TIMEOUT.toMillis());
    }

    /** An answer, its status line and header fields as they came. */
    public static final class Answer {
        private final String head;
        private final byte[] body;

        Answer(String head, byte[] body) {
            this.head = head;
            this.body = body;
        }

        public String head() {
            return head;
        }

        public byte[] body() {
            return body;
        }

        public int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The value of a header; empty if there is none. */
        public String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** Sends lines, each ended by CR LF. */
    public RawConnection lines(String... lines) throws IOException {
        return send((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends the same over and over, until there were this many bytes or the server takes no more. */
    public RawConnection sendWhileTaken(byte[] bytes, long total) {
        try {
            for (long sent = 0; sent < total; sent += bytes.length) {
                send(bytes);
            }
        } catch (IOException e) {
            // The server has closed its side: what it said before that is still to be read.
        }
        return this;
    }

    /** The next answer: its head and as many bytes as it says it has. */
    public Answer read() throws IOException {
        String head = head();
        Answer bodiless = new Answer(head, new byte[0]);
        String length = bodiless.header("Content-Length");
        return length.isEmpty()
                ? bodiless
                : new Answer(head, socket.getInputStream().readNBytes(Integer.parseInt(length)));
    }

    /** The next answer's head only. */
    public String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads this many bytes, or as many as there are until the end. */
    public byte[] read(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    /** Whether the server closes the connection before anything more comes from it. */
    public boolean isClosedByServer() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Breaks the connection off, so that the server sees a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
