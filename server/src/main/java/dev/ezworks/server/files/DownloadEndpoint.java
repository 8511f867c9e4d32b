package dev.ezworks.server.files;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.FileName;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.session.CurrentSession;
import dev.ezworks.server.session.Session;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.Conditions;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.Problem;
import dev.ezworks.server.web.ProblemException;
import dev.ezworks.server.web.Ranges;
import dev.ezworks.server.web.Route;
import dev.ezworks.server.web.Routing;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Sends a file, or the parts of it that are asked for (RFC 9110 sections 13 and 14). */
public final class DownloadEndpoint implements Endpoint {
    private final FileCatalog catalog;
    private final ContentSender sender;

    public DownloadEndpoint(FileCatalog catalog, ContentSender sender) {
        this.catalog = catalog;
        this.sender = sender;
    }

    @Override
    public List<Route> routes() {
        String own = ApiPaths.OWN_FILES + "/{*name}";
        String others = ApiPaths.OPERATOR_FILES + "/{ops}/{*name}";
        return List.of(
                Route.get(own, Access.OPS, request -> download(request, Owners.SELF)),
                Route.head(own, Access.OPS, request -> download(request, Owners.SELF)),
                Route.get(others, Access.CLIENT, request -> download(request, Owners.IN_PATH)),
                Route.head(others, Access.CLIENT, request -> download(request, Owners.IN_PATH)));
    }

    private Mono<ServerResponse> download(ServerRequest request, Owners owners) {
        FileName name = Routing.fileName(request);
        Conditions conditions = new Conditions(request.headers().asHttpHeaders());
        return Mono.zip(CurrentSession.of(request), owners.of(request))
                .flatMap(who -> catalog.readable(who.getT2(), name)
                        .flatMap(file -> answer(request, conditions, who.getT1(), file)));
    }

    private Mono<ServerResponse> answer(
            ServerRequest request, Conditions conditions, Session session, StoredFile file) {
        Conditions.Validators validators =
                new Conditions.Validators(file.sha256().hex(), file.uploadedAt());
        // Not by way of the ServerResponse: Spring would judge the conditions by its headers once more, and
        // If-Unmodified-Since even where If-Match goes before it.
        identify(request.exchange().getResponse().getHeaders(), file);
        if (conditions.notModified(validators)) {
            return ServerResponse.status(HttpStatus.NOT_MODIFIED).build();
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            return ServerResponse.ok()
                    .headers(headers -> describe(headers, file))
                    .contentLength(file.size())
                    .header(HttpHeaders.CONTENT_TYPE, file.contentType())
                    .build();
        }
        Ranges ranges = Ranges.parse(conditions.range(validators), file.size());
        if (ranges instanceof Ranges.Unsatisfiable) {
            throw new ProblemException(
                    Problem.of(ProblemCode.RANGE_NOT_SATISFIABLE, "the file has " + file.size() + " bytes")
                            .withHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.size()));
        }
        List<Ranges.Part> parts = ranges instanceof Ranges.Parts some ? some.parts() : List.of();
        return send(session, file, parts);
    }

    private Mono<ServerResponse> send(Session session, StoredFile file, List<Ranges.Part> parts) {
        ServerResponse.BodyBuilder response = ServerResponse.status(
                        parts.isEmpty() ? HttpStatus.OK : HttpStatus.PARTIAL_CONTENT)
                .headers(headers -> describe(headers, file));
        if (parts.size() > 1) {
            MultipartByteRanges body = new MultipartByteRanges(file, parts);
            return response.header(HttpHeaders.CONTENT_TYPE, body.contentType())
                    .contentLength(body.length())
                    .body((message, context) -> sender.sendParts(session, file, body, message));
        }
        long offset = parts.isEmpty() ? 0 : parts.get(0).first();
        long length = parts.isEmpty() ? file.size() : parts.get(0).length();
        if (!parts.isEmpty()) {
            response.header(HttpHeaders.CONTENT_RANGE, parts.get(0).contentRange(file.size()));
        }
        return response.header(HttpHeaders.CONTENT_TYPE, file.contentType())
                .contentLength(length)
                .body((message, context) -> sender.send(session, file, new ByteRange(offset, length), message));
    }

    /** What a 304 says too (section 15.4.5). */
    private static void identify(HttpHeaders headers, StoredFile file) {
        headers.setETag("\"" + file.sha256().hex() + "\"");
        headers.setLastModified(file.uploadedAt());
        headers.setCacheControl("private, no-cache");
    }

    private static void describe(HttpHeaders headers, StoredFile file) {
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        headers.set("Repr-Digest", file.sha256().digestField());
        headers.set(
                HttpHeaders.CONTENT_DISPOSITION, Attachment.named(file.name().lastSegment()));
        // Whatever the bytes are, a browser must not take them for a page of this server.
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
    }
}
