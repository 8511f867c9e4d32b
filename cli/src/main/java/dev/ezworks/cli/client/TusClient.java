package dev.ezworks.cli.client;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.FileName;
import dev.ezworks.api.ProblemCode;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Resumable uploads as a server takes them, a method per request of tus 1.0.0. */
final class TusClient {
    static final String OFFSET = "Upload-Offset";

    private static final String LENGTH = "Upload-Length";
    private static final String DEFER_LENGTH = "Upload-Defer-Length";
    private static final String METADATA = "Upload-Metadata";
    private static final String PIECE_TYPE = "application/offset+octet-stream";

    private final HttpTransport transport;
    private final Function<String, HttpRequest.Builder> requests;
    private final RateLimit limit;

    /**
     * @param requests make a request to a path, with the token
     * @param limit how fast pieces may go
     */
    TusClient(HttpTransport transport, Function<String, HttpRequest.Builder> requests, RateLimit limit) {
        this.transport = transport;
        this.requests = requests;
        this.limit = limit;
    }

    /**
     * Begins one that is to become a file of this name and type.
     *
     * @param length in bytes; empty: the last piece will tell
     * @param onlyNew whether the server is to publish it only if the name is free then
     * @throws PreconditionFailedException if that is asked for, and the name is not free now
     */
    UploadPath create(FileName name, String contentType, OptionalLong length, boolean onlyNew) {
        HttpRequest.Builder request = request(ApiPaths.UPLOADS)
                .header(METADATA, metadata(name, contentType))
                .POST(BodyPublishers.noBody());
        length.ifPresentOrElse(
                bytes -> request.header(LENGTH, Long.toString(bytes)), () -> request.header(DEFER_LENGTH, "1"));
        if (onlyNew) {
            Precondition.ABSENT.addTo(request);
        }
        HttpHeaders answer = call(request);
        try {
            return UploadPath.ofLocation(answer.firstValue("Location").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new UnexpectedAnswerException("the answer does not say where the upload is");
        }
    }

    private static String metadata(FileName name, String contentType) {
        return fileName(name) + ",filetype " + base64(contentType);
    }

    private static String fileName(FileName name) {
        return "filename " + base64(name.value());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * How far one has come; if it is whole, it is published by now.
     *
     * @return empty if it is no longer there, or is to become a file of another name or length
     * @throws PreconditionFailedException if it is whole, was begun for a free name, and that is taken
     */
    Optional<TusStatus> find(UploadPath upload, FileName name, long length) {
        HttpRequest.Builder request = request(upload.value()).method("HEAD", BodyPublishers.noBody());
        try {
            HttpHeaders answer = call(request);
            boolean same = answer.firstValueAsLong(LENGTH).orElse(-1) == length
                    && answer.firstValue(METADATA).orElse("").startsWith(fileName(name) + ",");
            return same ? Optional.of(TusStatus.of(answer)) : Optional.empty();
        } catch (ServerProblemException e) {
            if (isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The answer to HEAD has no body that says more than the status. */
    private static boolean isGone(ServerProblemException e) {
        return e.problem().status() == 404 || e.problem().status() == 410;
    }

    /**
     * Adds a piece.
     *
     * @throws DigestMismatchException if the bytes do not come to the digest; then the upload is gone
     * @throws PreconditionFailedException if it was begun for a free name, and that is taken; then it is gone too
     */
    TusStatus append(UploadPath upload, Piece piece, TransferListener listener) {
        MovedBytes moved = new MovedBytes(listener);
        HttpRequest.Builder request = request(upload.value())
                .header(OFFSET, Long.toString(piece.offset()))
                .header("Content-Type", PIECE_TYPE)
                .method("PATCH", new BlockPublisher(piece.length(), piece.readers(), moved, limit));
        piece.whole()
                .ifPresent(whole -> request.header(LENGTH, Long.toString(whole.length()))
                        .header("Repr-Digest", whole.digest().digestField()));
        try {
            return TusStatus.of(transport
                    .transfer(request, BodyHandlers.discarding(), moved::count)
                    .headers());
        } catch (ServerProblemException e) {
            throw e.problem().code().filter(ProblemCode.DIGEST_MISMATCH::equals).isPresent()
                    ? new DigestMismatchException("the server has received other bytes than were read")
                    : refusal(e);
        }
    }

    private HttpHeaders call(HttpRequest.Builder request) {
        try {
            return transport.call(request, BodyHandlers.discarding()).headers();
        } catch (ServerProblemException e) {
            throw refusal(e);
        }
    }

    private static ClientException refusal(ServerProblemException e) {
        return e.problem().status() == ProblemCode.PRECONDITION_FAILED.status() ? new PreconditionFailedException() : e;
    }

    /** Gives one up. */
    void delete(UploadPath upload) {
        transport.call(request(upload.value()).DELETE(), BodyHandlers.discarding());
    }

    private HttpRequest.Builder request(String path) {
        return requests.apply(path).header("Tus-Resumable", "1.0.0");
    }
}
