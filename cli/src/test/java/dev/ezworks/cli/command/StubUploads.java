package dev.ezworks.cli.command;

import static dev.ezworks.cli.command.StubServer.fileJson;
import static dev.ezworks.cli.command.StubServer.files;
import static dev.ezworks.cli.command.StubServer.problem;

import com.sun.net.httpserver.HttpExchange;
import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Resumable uploads to one name of a {@link StubServer}, and what breaks in them. */
final class StubUploads {
    private final StubServer server;
    private final String name;
    private int begun;
    private int keep = Integer.MAX_VALUE;
    private boolean losing;
    private boolean changing;
    private @Nullable ProblemCode refusal;
    private final List<Sha256> published = new CopyOnWriteArrayList<>();
    private final CountDownLatch deleted = new CountDownLatch(1);
    private boolean taken;
    private Runnable beforeEachPiece = () -> {};

    StubUploads(StubServer server, String name) {
        this.server = server;
        this.name = name;
        server.on("POST", ApiPaths.UPLOADS, this::begin);
        inCatalog();
    }

    /** What is published under the name. */
    void inCatalog(byte[]... content) {
        taken = content.length > 0;
        String[] files =
                List.of(content).stream().map(bytes -> fileJson(name, bytes, 1)).toArray(String[]::new);
        server.on("GET", "/ops/files?limit=1&prefix=" + name, files(files));
    }

    /** Of the next piece so many bytes arrive, then the connection breaks. */
    void breakAfter(int bytes) {
        keep = bytes;
    }

    /** The file is published, but nobody hears of it. */
    void loseLastAnswer() {
        losing = true;
    }

    /** The next piece arrives with another first byte than it was sent with. */
    void changeOnItsWay() {
        changing = true;
    }

    /** The next piece is refused, once all of it has been sent. */
    void refuse(ProblemCode why) {
        refusal = why;
    }

    /** Waits until an upload is given up. */
    void awaitDeleted() {
        try {
            if (!deleted.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing was given up: " + server.requests());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void beforeEachPiece(Runnable something) {
        beforeEachPiece = something;
    }

    /** Pieces that were sent, in their order. */
    List<StubServer.Request> pieces() {
        return server.requests().stream()
                .filter(request -> request.method().equals("PATCH"))
                .toList();
    }

    /** What has become a file. */
    List<Sha256> published() {
        return List.copyOf(published);
    }

    /** How many requests of a method there were. */
    long count(String method) {
        return server.requests().stream()
                .filter(request -> request.method().equals(method))
                .count();
    }

    /** How many bytes were sent in pieces. */
    long bytesSent() {
        return pieces().stream().mapToLong(piece -> piece.body().length).sum();
    }

    private void begin(HttpExchange exchange, StubServer.Request request) throws IOException {
        String path = ApiPaths.upload("u" + ++begun);
        Upload upload = new Upload(
                path,
                length(request),
                Objects.requireNonNull(request.header("upload-metadata")),
                "*".equals(request.header("if-none-match")));
        server.on("HEAD", path, upload::tell).on("PATCH", path, upload::append).on("DELETE", path, upload::delete);
        exchange.getResponseHeaders().add("Location", path);
        exchange.sendResponseHeaders(201, -1);
    }

    /** Negative if it is not told. */
    private static int length(StubServer.Request request) {
        String length = request.header("upload-length");
        if ((length == null) != "1".equals(request.header("upload-defer-length"))) {
            throw new AssertionError("one of the two is needed: " + request.headers());
        }
        return length == null ? -1 : Integer.parseInt(length);
    }

    private final class Upload {
        private final String path;
        private int length;
        private final String metadata;
        private final boolean onlyNew;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private @Nullable Sha256 published;

        Upload(String path, int length, String metadata, boolean onlyNew) {
            this.path = path;
            this.length = length;
            this.metadata = metadata;
            this.onlyNew = onlyNew;
        }

        void tell(HttpExchange exchange, StubServer.Request request) throws IOException {
            if (content.size() == length && published == null && onlyNew && taken) {
                exchange.sendResponseHeaders(412, -1);
                return;
            }
            exchange.getResponseHeaders().add("Upload-Length", Integer.toString(length));
            exchange.getResponseHeaders().add("Upload-Metadata", metadata);
            answer(exchange, 200);
        }

        void append(HttpExchange exchange, StubServer.Request request) throws IOException {
            beforeEachPiece.run();
            if (!Integer.toString(content.size()).equals(request.header("upload-offset"))) {
                problem(ProblemCode.OFFSET_MISMATCH).send(exchange, request);
                return;
            }
            ProblemCode refused = refusal;
            if (refused != null) {
                refusal = null;
                problem(refused).send(exchange, request);
                return;
            }
            String told = request.header("upload-length");
            length = told == null ? length : Integer.parseInt(told);
            byte[] arrived = request.body().clone();
            if (changing) {
                changing = false;
                arrived[0] ^= 1;
            }
            int kept = Math.min(keep, arrived.length);
            content.write(arrived, 0, kept);
            if (kept < request.body().length) {
                keep = Integer.MAX_VALUE;
                throw new IOException("broken");
            }
            if (content.size() == length && onlyNew && taken) {
                problem(ProblemCode.PRECONDITION_FAILED).send(exchange, request);
                return;
            }
            if (content.size() == length && !publish(request)) {
                gone();
                problem(ProblemCode.DIGEST_MISMATCH).send(exchange, request);
                return;
            }
            if (published != null && losing) {
                losing = false;
                throw new IOException("lost");
            }
            answer(exchange, 204);
        }

        private boolean publish(StubServer.Request request) {
            Sha256 digest = Sha256.of(content.toByteArray());
            if (!digest.digestField().equals(request.header("repr-digest"))) {
                return false;
            }
            published = digest;
            StubUploads.this.published.add(digest);
            inCatalog(content.toByteArray());
            return true;
        }

        void delete(HttpExchange exchange, StubServer.Request request) throws IOException {
            gone();
            deleted.countDown();
            exchange.sendResponseHeaders(204, -1);
        }

        private void gone() {
            List.of("HEAD", "PATCH", "DELETE")
                    .forEach(method -> server.on(method, path, problem(ProblemCode.NO_SUCH_UPLOAD)));
        }

        private void answer(HttpExchange exchange, int status) throws IOException {
            exchange.getResponseHeaders().add("Upload-Offset", Integer.toString(content.size()));
            if (published != null) {
                exchange.getResponseHeaders().add("Content-Location", "/ops/files/" + name);
                exchange.getResponseHeaders().add("Repr-Digest", published.digestField());
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }
}
