package dev.ezworks.cli.client;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.cli.client.DownloadSink.Arrived;
import java.io.IOException;
import java.net.URLConnection;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.jr.ob.JSON;

/**
 * A server's API, one method per endpoint. Every method throws a {@link ClientException} that says why the server
 * did not do it.
 */
public final class EzworksClient implements Uploader {
    /** A page of 1000 files with the longest names, every character of them escaped, is smaller. */
    private static final int MAX_JSON_BYTES = 16 * 1024 * 1024;

    /** Below, waiting for the server's go-ahead costs more than sending in vain. */
    private static final long ASK_FIRST_BYTES = 1024 * 1024;

    /** Before JDK 19 the HTTP client waits for ever if the answer is not the go-ahead (JDK-8286171). */
    private static final boolean CAN_ASK_FIRST = Runtime.version().feature() >= 19;

    private static final String JSON_TYPE = "application/json";
    private static final int NOT_MODIFIED = 304;

    /** RFC 9110 section 8.8.3, of ASCII: it goes into a header again. */
    private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?\"[!#-~]*\"");

    private final HttpTransport transport;
    private final @Nullable String token;
    private final RateLimit limit;

    private EzworksClient(HttpTransport transport, @Nullable String token, RateLimit limit) {
        this.transport = transport;
        this.token = token;
        this.limit = limit;
    }

    /** A client that nobody is logged in with. Connects when it is first used. */
    public static EzworksClient of(ServerUrl server, ConnectionSettings settings) {
        return new EzworksClient(new HttpTransport(server, settings), null, RateLimit.NONE);
    }

    /** The same server, with the token of a session that this server gave. */
    public EzworksClient withToken(String token) {
        return new EzworksClient(transport, token, limit);
    }

    /** The same client, with the files it moves kept to a rate. */
    public EzworksClient withRateLimit(RateLimit limit) {
        return new EzworksClient(transport, token, limit);
    }

    /** The same client, that waits so long for an answer, or for the next byte of a transfer. */
    public EzworksClient withIdleTimeout(Duration idleTimeout) {
        return new EzworksClient(transport.withIdleTimeout(idleTimeout), token, limit);
    }

    /** Makes an account. */
    public void signup(Role role, Username username, String password) {
        transport.call(credentials(ApiPaths.signup(role), username, password), BodyHandlers.discarding());
    }

    /** Opens a session. */
    public LoginAnswer login(Role role, Username username, String password) {
        JsonObject answer = json(credentials(ApiPaths.login(role), username, password));
        String token = answer.text("token");
        if (!LoginAnswer.isToken(token)) {
            throw new UnexpectedAnswerException("the answer's token can't be one");
        }
        return new LoginAnswer(token, answer.instant("expiresAt"));
    }

    private HttpRequest.Builder credentials(String path, Username username, String password) {
        byte[] body = JSON.std.asBytes(Map.of("username", username.value(), "password", password));
        return request(path).header("Content-Type", JSON_TYPE).POST(BodyPublishers.ofByteArray(body));
    }

    /** Ends the session: the token is worth nothing from now on. */
    public void logout() {
        transport.call(request(ApiPaths.LOGOUT).POST(BodyPublishers.noBody()), BodyHandlers.discarding());
    }

    /** Whom the token belongs to. */
    public SessionInfo session() {
        JsonObject answer = json(request(ApiPaths.SESSION).GET());
        Role role = Role.of(answer.text("role"))
                .orElseThrow(() -> new UnexpectedAnswerException("the answer names an unknown role"));
        return new SessionInfo(
                new Username(answer.text("username")), role, answer.instant("createdAt"), answer.instant("expiresAt"));
    }

    /**
     * Part of a catalog.
     *
     * @param prefix only names that start with it; empty: all
     * @param after the {@link FilePage#next} of the page before; empty: the first page
     */
    public FilePage files(Catalog catalog, String prefix, String after) {
        JsonObject answer = json(request(catalog.path() + query(prefix, after)).GET());
        List<FileInfo> files =
                answer.objects("files").stream().map(EzworksClient::fileInfo).toList();
        return new FilePage(files, answer.optionalText("next").orElse(null));
    }

    /**
     * Looks for a file, or waits for a change of its catalog first.
     *
     * @param knownTag what the catalog looked like last time; empty: that is not known, and nothing is waited for
     * @param patience how long to wait while the catalog is as it was; whole seconds, a minute at most
     * @return empty if the catalog is still as it was
     */
    public Optional<CatalogLook> look(Catalog catalog, FileName name, String knownTag, Duration patience) {
        // No name that starts with this one comes before it.
        HttpRequest.Builder request = request(catalog.path() + query(name.value(), "") + "&limit=1")
                .header("Accept", JSON_TYPE)
                .GET();
        if (!knownTag.isEmpty()) {
            request.header("If-None-Match", knownTag);
            if (patience.toSeconds() > 0) {
                request.header("Prefer", "wait=" + patience.toSeconds());
            }
        }
        try {
            HttpResponse<byte[]> answer = transport.call(request, jsonBody());
            FileInfo present = JsonObject.parse(answer.body()).objects("files").stream()
                    .map(EzworksClient::fileInfo)
                    .filter(file -> file.name().equals(name.value()))
                    .findFirst()
                    .orElse(null);
            return Optional.of(new CatalogLook(tag(answer.headers()), present));
        } catch (ServerProblemException e) {
            if (e.problem().status() == NOT_MODIFIED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String tag(HttpHeaders headers) {
        return headers.firstValue("ETag")
                .filter(tag -> ENTITY_TAG.matcher(tag).matches())
                .orElseThrow(() -> new UnexpectedAnswerException("the answer has no valid ETag"));
    }

    /** What is published under a name of the operator who is logged in. */
    public Optional<FileInfo> published(FileName name) {
        String query = "?limit=1&prefix=" + ApiPaths.encodeSegment(name.value());
        return json(request(ApiPaths.OWN_FILES + query).GET()).objects("files").stream()
                .map(EzworksClient::fileInfo)
                .filter(file -> file.name().equals(name.value()))
                .findFirst();
    }

    /** The same, if it has this digest. */
    Optional<FileInfo> published(FileName name, Sha256 digest) {
        return published(name).filter(file -> file.sha256().equals(digest.hex()));
    }

    /**
     * Looks whether a precondition holds now, for an upload that the server does not remember it for.
     *
     * @throws PreconditionFailedException if it does not
     */
    void require(Precondition precondition, FileName name) {
        if (!precondition.equals(Precondition.NONE) && !precondition.holds(published(name))) {
            throw new PreconditionFailedException();
        }
    }

    private static String query(String prefix, String after) {
        StringBuilder query = new StringBuilder();
        if (!prefix.isEmpty()) {
            query.append("?prefix=").append(ApiPaths.encodeSegment(prefix));
        }
        if (!after.isEmpty()) {
            query.append(query.isEmpty() ? '?' : '&').append("after=").append(ApiPaths.encodeSegment(after));
        }
        return query.toString();
    }

    /** Every operator whose files a client can fetch. */
    public List<OperatorInfo> operators() {
        return json(request(ApiPaths.OPERATORS).GET()).objects("operators").stream()
                .map(operator -> new OperatorInfo(
                        operator.text("username"),
                        operator.number("files"),
                        operator.optionalInstant("newestUpload").orElse(null)))
                .toList();
    }

    /**
     * Publishes a file by one request.
     *
     * @throws DigestMismatchException if the server says that it published other bytes than were read
     * @throws FileChangedException if the source changed under way; nothing was published
     */
    @Override
    public FileInfo upload(FileName name, RepeatableSource source, Precondition precondition, TransferListener listener)
            throws IOException {
        MovedBytes moved = new MovedBytes(listener);
        Sha256 digest = source.digest();
        HttpRequest.Builder request = request(ApiPaths.ownFile(name))
                .header("Accept", JSON_TYPE)
                .header("Content-Type", contentType(name))
                .header("Repr-Digest", digest.digestField())
                .expectContinue(CAN_ASK_FIRST && source.size() > ASK_FIRST_BYTES)
                .PUT(source.body(moved, limit));
        precondition.addTo(request);
        FileInfo published = publish(request, moved::count);
        requireDigest(digest, published.sha256());
        return published;
    }

    private FileInfo publish(HttpRequest.Builder request, LongSupplier moved) {
        try {
            return fileInfo(JsonObject.parse(
                    transport.transfer(request, jsonBody(), moved).body()));
        } catch (ServerProblemException e) {
            throw e.problem().status() == ProblemCode.PRECONDITION_FAILED.status()
                    ? new PreconditionFailedException()
                    : e;
        }
    }

    private static void requireDigest(Sha256 expected, String actual) {
        if (!expected.hex().equals(actual)) {
            throw new DigestMismatchException("read " + expected.hex() + ", but the server published " + actual);
        }
    }

    /** What is in a file, guessed by its name. */
    static String contentType(FileName name) {
        String guess = URLConnection.guessContentTypeFromName(name.lastSegment());
        return guess == null ? "application/octet-stream" : guess;
    }

    /** Uploads in pieces. */
    TusClient tus() {
        return new TusClient(transport, this::request, limit);
    }

    /** Size and digest of a file, without its bytes. */
    public RemoteFile find(Catalog catalog, FileName name) {
        HttpRequest.Builder request = request(catalog.path(name)).method("HEAD", BodyPublishers.noBody());
        return RemoteFile.of(transport.call(request, BodyHandlers.discarding()).headers());
    }

    /**
     * Fetches a file into a sink, or what the sink's target does not have of it yet.
     *
     * @throws DigestMismatchException if other bytes arrived than the server announced
     */
    public RemoteFile download(Catalog catalog, FileName name, DownloadSink sink) {
        HttpRequest.Builder request = request(catalog.path(name)).GET();
        DownloadTarget target = sink.target();
        // The entity tag of a file is its digest. RFC 9110 section 13.1.5: the rest, or the whole of a newer version.
        target.version()
                .ifPresent(version -> request.header("Range", "bytes=" + target.length() + "-")
                        .header("If-Range", "\"" + version.hex() + "\""));
        BodyHandler<Arrived> handler = info -> sink.subscriber(DownloadAnswer.of(info, target), limit);
        try {
            Arrived arrived =
                    transport.transfer(request, handler, sink::received).body();
            if (!arrived.digest().equals(arrived.announced().sha256())) {
                throw new DigestMismatchException("the server announced "
                        + arrived.announced().sha256() + ", but " + arrived.digest() + " arrived");
            }
            return arrived.announced();
        } finally {
            sink.endAttempt();
        }
    }

    /** What can be seen of the server without a login. */
    public ServerGlimpse glimpse() {
        long startedAt = System.nanoTime();
        HttpResponse<byte[]> answer = transport.call(
                request(ApiPaths.OPENAPI).header("Accept", JSON_TYPE).GET(), jsonBody());
        Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
        String version = JsonObject.parse(answer.body()).object("info").text("version");
        return new ServerGlimpse(
                version,
                took,
                answer.headers().firstValue("Date").flatMap(ServerGlimpse::date).orElse(null),
                answer.sslSession().flatMap(ServerGlimpse::certificateEnd).orElse(null));
    }

    /** Whether strangers may sign up, as far as the answer to a form without a field tells; nothing is made. */
    public boolean signupOpen(Role role) {
        HttpRequest.Builder request = request(ApiPaths.signup(role))
                .header("Content-Type", JSON_TYPE)
                .POST(BodyPublishers.ofByteArray(JSON.std.asBytes(Map.of())));
        try {
            transport.call(request, BodyHandlers.discarding());
            return true;
        } catch (ServerProblemException e) {
            return e.problem().code().filter(ProblemCode.BAD_FIELDS::equals).isPresent();
        }
    }

    /** Whether the server is there and ready for requests. */
    public boolean ready() {
        return gives(ApiPaths.HEALTH);
    }

    /** Whether the server tells its metrics to whoever asks. */
    public boolean metricsOpen() {
        return gives(ApiPaths.METRICS);
    }

    private boolean gives(String path) {
        try {
            transport.call(request(path).GET(), BodyHandlers.discarding());
            return true;
        } catch (ClientException e) {
            return false;
        }
    }

    /** Removes a file of the operator who is logged in. */
    public void delete(FileName name) {
        transport.call(request(ApiPaths.ownFile(name)).DELETE(), BodyHandlers.discarding());
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        HttpRequest.Builder request = transport.request(pathAndQuery).header("User-Agent", "ezworks");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonObject json(HttpRequest.Builder request) {
        return JsonObject.parse(
                transport.call(request.header("Accept", JSON_TYPE), jsonBody()).body());
    }

    private static BodyHandler<byte[]> jsonBody() {
        return info -> {
            if (isJson(info.headers().firstValue("Content-Type"))) {
                return LimitedBody.failingAbove(MAX_JSON_BYTES);
            }
            throw new UnexpectedAnswerException("the answer is not JSON");
        };
    }

    private static boolean isJson(Optional<String> contentType) {
        return contentType.filter(type -> type.startsWith(JSON_TYPE)).isPresent();
    }

    private static FileInfo fileInfo(JsonObject file) {
        return new FileInfo(
                file.text("name"),
                file.number("size"),
                file.text("contentType"),
                file.text("sha256"),
                file.number("version"),
                file.instant("uploadedAt"),
                file.flag("damaged"));
    }
}
