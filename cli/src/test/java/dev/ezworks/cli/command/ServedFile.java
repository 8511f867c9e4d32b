package dev.ezworks.cli.command;

import com.sun.net.httpserver.HttpExchange;
import dev.ezworks.api.Sha256;
import dev.ezworks.cli.command.StubServer.Answer;
import dev.ezworks.cli.command.StubServer.Request;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file that a server gives in pieces, as an honest one does, and whose answers may break off. */
final class ServedFile implements Answer {
    private static final Pattern REST = Pattern.compile("bytes=([0-9]+)-");

    private final byte[] content;
    private final AtomicInteger breaks = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private volatile int breakAfter;

    ServedFile(byte[] content) {
        this.content = content.clone();
    }

    /** The next answers break off after so many bytes. */
    ServedFile breaking(int times, int afterBytes) {
        breaks.set(times);
        breakAfter = afterBytes;
        return this;
    }

    /** How many bytes of the file have been sent in all. */
    long sent() {
        return sent.get();
    }

    @Override
    public void send(HttpExchange exchange, Request request) throws IOException {
        Sha256 digest = Sha256.of(content);
        exchange.getResponseHeaders().add("Repr-Digest", digest.digestField());
        if (request.method().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        int from = from(request, digest);
        if (from > 0) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        boolean breaksOff = breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        byte[] rest = Arrays.copyOfRange(content, from, content.length);
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest.length == 0 ? -1 : rest.length);
        int count = breaksOff ? Math.min(breakAfter, rest.length) : rest.length;
        exchange.getResponseBody().write(rest, 0, count);
        exchange.getResponseBody().flush();
        sent.addAndGet(count);
    }

    private int from(Request request, Sha256 digest) {
        String range = request.header("range");
        if (range == null || !("\"" + digest.hex() + "\"").equals(request.header("if-range"))) {
            return 0;
        }
        Matcher rest = REST.matcher(range);
        return rest.matches() ? Integer.parseInt(rest.group(1)) : 0;
    }
}
