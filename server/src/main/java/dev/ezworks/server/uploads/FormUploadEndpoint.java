package dev.ezworks.server.uploads;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.InvalidNameException;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.Published;
import dev.ezworks.server.multipart.Boundary;
import dev.ezworks.server.multipart.FormLimits;
import dev.ezworks.server.multipart.MultipartParser;
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
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Takes files as {@code multipart/form-data}, streamed: no part is ever held whole, in memory or in a temporary file. */
final class FormUploadEndpoint implements Endpoint {
    /** The form field that holds a file. */
    static final String FIELD = "request_file";

    private final Uploads uploads;
    private final BufferBudget budget;

    FormUploadEndpoint(Uploads uploads, BufferBudget budget) {
        this.uploads = uploads;
        this.budget = budget;
    }

    private record Answer(List<FileInfo> files) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.post(ApiPaths.UPLOAD, Access.OPS, this::upload));
    }

    private Mono<ServerResponse> upload(ServerRequest request) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        UploadHeaders.requireNoCoding(headers);
        Boundary boundary = boundary(headers);
        FormParts parts = new FormParts(
                request.exchange().getRequest().getBody(), () -> new MultipartParser(boundary, FormLimits.DEFAULT));
        Set<FileName> names = new HashSet<>();
        return Uploader.of(request)
                .flatMap(uploader -> uploads.requireRoom(UploadHeaders.announcedLength(headers))
                        .then(Mono.defer(() -> uploads.upload(
                                uploader,
                                receiver -> parts.concatMap(part -> receive(part, receiver, names), 0)
                                        .then()))))
                .flatMap(FormUploadEndpoint::answer);
    }

    /** Parts that are no files are read past. */
    private Mono<Void> receive(FormPart part, Uploads.Receiver receiver, Set<FileName> names) {
        return part.headers().fileName().isPresent()
                ? receiver.receive(incoming(part, part.headers().fileName().get(), names))
                : Mono.empty();
    }

    private IncomingFile incoming(FormPart part, String sentName, Set<FileName> names) {
        if (!FIELD.equals(part.headers().name())) {
            // Reading past it would lose a file that somebody wanted to hand over.
            throw new ProblemException(
                    ProblemCode.FILE_REQUIRED, "a file is in another field of the form; put files into " + FIELD);
        }
        FileName name = fileName(sentName);
        if (!names.add(name)) {
            throw bad("two parts have the same file name");
        }
        return new IncomingFile(
                name,
                UploadHeaders.contentType(part.headers().contentType()),
                Optional.empty(),
                Precondition.NONE,
                new SlabFlux(part.content(), budget));
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

    private static Boundary boundary(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            String boundary = type == null ? null : type.getParameter("boundary");
            if (type != null && boundary != null && type.equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA)) {
                return Boundary.ofParameter(boundary);
            }
        } catch (InvalidMediaTypeException e) {
            // Told below like every other type that is no form.
        }
        throw new ProblemException(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send multipart/form-data with the file in the field " + FIELD);
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
