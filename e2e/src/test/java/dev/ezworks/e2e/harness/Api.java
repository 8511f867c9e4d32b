package dev.ezworks.e2e.harness;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP to a server, as a script would. */
public final class Api {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String TAKEN_BYTES = "ezworks_transfer_bytes_total{direction=\"upload\"";
    public static final String PASSWORD = "correct horse battery staple";

    private final URI base;
    private final HttpClient client;
    private @Nullable Login reader;

    public Api(URI base) {
        this(base, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    public Api(URI base, HttpClient client) {
        this.base = base;
        this.client = client;
    }

    public URI base() {
        return base;
    }

    /** Somebody who is logged in. */
    public record Login(Role role, Username username, String token) {
        public String bearer() {
            return "Bearer " + token;
        }
    }

    /** Signs an operator up, under a username of its own, and in. */
    public Login operator() {
        return signUpAndIn(Role.OPS, freshUsername("op"));
    }

    /**
     * A client who is logged in, the same one each time: a client only reads.
     */
    public synchronized Login client() {
        Login client = reader;
        if (client == null) {
            client = signUpAndIn(Role.CLIENT, freshUsername("client"));
            reader = client;
        }
        return client;
    }

    public Login signUpAndIn(Role role, Username username) {
        String fields = "username=" + ApiPaths.encodeSegment(username.value()) + "&password="
                + ApiPaths.encodeSegment(PASSWORD);
        expect(201, postForm(ApiPaths.signup(role), fields));
        return new Login(
                role,
                username,
                expect(200, postForm(ApiPaths.login(role), fields)).text());
    }

    /** A username that no other test has. */
    public static Username freshUsername(String prefix) {
        return new Username(
                prefix + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36));
    }

    public Answer postForm(String path, String fields) {
        return send("POST", path, BodyPublishers.ofString(fields), "Content-Type", "application/x-www-form-urlencoded");
    }

    /** A GET by somebody. */
    public Answer get(Login who, String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), withBearer(who, headers));
    }

    public Answer head(Login who, String path, String... headers) {
        return send("HEAD", path, BodyPublishers.noBody(), withBearer(who, headers));
    }

    public Answer delete(Login who, String path, String... headers) {
        return send("DELETE", path, BodyPublishers.noBody(), withBearer(who, headers));
    }

    /** Uploads a file by a raw PUT. */
    public Answer put(Login who, String name, byte[] content, String... headers) {
        return send("PUT", ownPath(name), BodyPublishers.ofByteArray(content), withBearer(who, headers));
    }

    /** Uploads a file by a raw PUT with a {@code Content-Length}, made as it is sent. */
    public Answer put(Login who, String name, Bytes content) {
        return send("PUT", ownPath(name), publisher(content), withBearer(who));
    }

    /** Uploads a form. */
    public Answer upload(Login who, MultipartBody body) {
        return upload(who, body.bytes());
    }

    /** Uploads a form that may be broken. */
    public Answer upload(Login who, byte[] body) {
        return send("POST", ApiPaths.UPLOAD, BodyPublishers.ofByteArray(body), formHeaders(who));
    }

    /** Uploads a form of one file that is made as it is sent. */
    public Answer upload(Login who, String name, Bytes content) {
        BodyPublisher body = BodyPublishers.ofInputStream(() -> MultipartBody.stream(name, content));
        return send("POST", ApiPaths.UPLOAD, body, formHeaders(who));
    }

    private static String[] formHeaders(Login who) {
        return withBearer(who, "Content-Type", MultipartBody.CONTENT_TYPE);
    }

    public CompletableFuture<Answer> putAsync(Login who, String name, Bytes content) {
        HttpRequest request = request("PUT", ownPath(name), publisher(content), withBearer(who));
        return client.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(Api::answer);
    }

    /** A GET whose body is not read yet; the caller closes it. */
    public HttpResponse<InputStream> open(Login who, String path) {
        try {
            return client.send(
                    request("GET", path, BodyPublishers.noBody(), withBearer(who)), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        try {
            return answer(client.send(request(method, path, body, headers), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many bytes of uploads the server has taken from its connections since it was started. */
    public long takenBytes() {
        return send("GET", "/actuator/prometheus", BodyPublishers.noBody())
                .text()
                .lines()
                .filter(line -> line.startsWith(TAKEN_BYTES))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** The path of an operator's own file; the name is encoded, not checked. */
    public static String ownPath(String name) {
        return ApiPaths.OWN_FILES + "/" + encode(name);
    }

    /** The path under which clients fetch a file. */
    public static String clientPath(Login operator, String name) {
        return ApiPaths.operatorFile(operator.username(), FileName.of(name));
    }

    private static String encode(String name) {
        return ApiPaths.encodeSegment(name).replace("%2F", "/");
    }

    private static BodyPublisher publisher(Bytes content) {
        // The JDK refuses a length of 0 for a publisher of unknown content.
        return content.length() == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(content::stream), content.length());
    }

    private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).method(method, body);
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return builder.build();
    }

    private static String[] withBearer(Login who, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = who.bearer();
        System.arraycopy(headers, 0, all, 2, headers.length);
        return all;
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return Answer.of(response, response.body());
    }

    private static Answer expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ": " + answer);
        }
        return answer;
    }
}
