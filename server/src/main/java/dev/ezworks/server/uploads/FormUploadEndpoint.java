package dev.ezworks.server.uploads;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.InvalidNameException;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.Published;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.Problem;
import dev.ezworks.server.web.ProblemException;
import dev.ezworks.server.web.Route;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes files as {@code multipart/form-data}, streamed: no part is ever held whole, in memory or in a temporary file. */
final class FormUploadEndpoint implements Endpoint {
    /** The form field that holds a file. */
    static final String FIELD = "request_file";

    // Pieces of the body read ahead of the one that is being copied.
    private static final int EVENTS_AHEAD = 2;

    private static final int MAX_PARTS = 1000;
    private static final int MAX_FIELD_BYTES = 64 * 1024;
    private static final int MAX_PART_HEADERS = 16 * 1024;
    private static final ResolvableType PART = ResolvableType.forClass(PartEvent.class);

    private final PartEventHttpMessageReader reader = new PartEventHttpMessageReader();
    private final Uploads uploads;
    private final BufferBudget budget;

    FormUploadEndpoint(Uploads uploads, BufferBudget budget) {
        this.uploads = uploads;
        this.budget = budget;
        reader.setMaxParts(MAX_PARTS);
        reader.setMaxInMemorySize(MAX_FIELD_BYTES);
        reader.setMaxHeadersSize(MAX_PART_HEADERS);
    }

    private record Answer(List<FileInfo> files) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.post(ApiPaths.UPLOAD, Access.OPS, this::upload));
    }

    private Mono<ServerResponse> upload(ServerRequest request) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        UploadHeaders.requireNoCoding(headers);
        requireForm(headers);
        Set<FileName> names = new HashSet<>();
        return Uploader.of(request)
                .flatMap(uploader -> uploads.requireRoom(UploadHeaders.announcedLength(headers))
                        .then(Mono.defer(() -> uploads.upload(uploader, receiver -> feed(request, receiver, names)))))
                .flatMap(FormUploadEndpoint::answer);
    }

    private Mono<Void> feed(ServerRequest request, Uploads.Receiver receiver, Set<FileName> names) {
        return reader.read(PART, new HeapBody(request.exchange().getRequest()), Map.of())
                .onErrorMap(DecodingException.class, e -> malformed())
                .windowUntil(PartEvent::isLast, false, EVENTS_AHEAD)
                .concatMap(
                        part -> part.switchOnFirst((first, events) -> first.get() instanceof FilePartEvent file
                                ? receiver.receive(incoming(file, events, names))
                                : events.then()),
                        0)
                .then();
    }

    /** Not by {@code name()}, which fails for a part that has none. */
    private static boolean isOurs(FilePartEvent part) {
        return FIELD.equals(part.headers().getContentDisposition().getName());
    }

    private IncomingFile incoming(FilePartEvent first, Flux<PartEvent> events, Set<FileName> names) {
        if (!isOurs(first)) {
            // Reading past it would lose a file that somebody wanted to hand over.
            throw new ProblemException(
                    ProblemCode.FILE_REQUIRED, "a file is in another field of the form; put files into " + FIELD);
        }
        FileName name = fileName(first.filename());
        if (!names.add(name)) {
            throw bad("two parts have the same file name");
        }
        return new IncomingFile(
                name,
                UploadHeaders.contentType(first.headers()),
                Optional.empty(),
                Precondition.NONE,
                new SlabFlux(events.map(PartEvent::content), budget));
    }

    /**
     * Browsers and curl write a quote as {@code %22} and escape nothing else that a name may hold (WHATWG HTML, encoding
     * of multipart/form-data). So a name that has these three characters itself cannot be sent in a form.
     */
    private static FileName fileName(String text) {
        try {
            return FileName.of(text.replace("%22", "\""));
        } catch (InvalidNameException e) {
            throw new ProblemException(ProblemCode.BAD_FILE_NAME, e.reason());
        }
    }

    private static void requireForm(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            if (type != null
                    && MediaType.MULTIPART_FORM_DATA.isCompatibleWith(type)
                    && type.getParameter("boundary") != null) {
                return;
            }
        } catch (InvalidMediaTypeException e) {
            // Told below like every other type that is no form.
        }
        throw new ProblemException(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send multipart/form-data with the file in the field " + FIELD);
    }

    private static ProblemException malformed() {
        return new ProblemException(ProblemCode.BAD_REQUEST, "the multipart body is malformed");
    }

    private static ProblemException bad(String what) {
        return new ProblemException(Problem.of(ProblemCode.BAD_FIELDS, "mend the form and try again")
                .withErrors(Map.of(FIELD, what)));
    }

    private static Mono<ServerResponse> answer(List<Published> published) {
        if (published.isEmpty()) {
            return Mono.error(new ProblemException(
                    ProblemCode.FILE_REQUIRED, "put the file into the field " + FIELD + " of the form"));
        }
        List<FileInfo> files = published.stream().map(one -> one.file().info()).toList();
        return ServerResponse.created(
                        URI.create(ApiPaths.ownFile(published.get(0).file().name())))
                .bodyValue(new Answer(files));
    }
}
