package dev.ezworks.server.files;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.FileInfo;
import dev.ezworks.api.Username;
import dev.ezworks.server.web.Accept;
import dev.ezworks.server.web.Access;
import dev.ezworks.server.web.ETags;
import dev.ezworks.server.web.Endpoint;
import dev.ezworks.server.web.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Lists a catalog: a page of JSON, or the whole as lines of text or JSON. */
public final class ListEndpoint implements Endpoint {
    private static final int DEFAULT_LIMIT = 1000;
    private static final int LINES_PER_BUFFER = 256;
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final FileCatalog catalog;
    private final JsonMapper json;

    public ListEndpoint(FileCatalog catalog, JsonMapper json) {
        this.catalog = catalog;
        this.json = json;
    }

    /** @param next what {@code after} takes to get the next page; absent on the last */
    private record Page(
            List<FileInfo> files,

            @com.fasterxml.jackson.annotation.JsonInclude(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL)
            @Nullable
            String next) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(ApiPaths.OWN_FILES, Access.OPS, request -> list(request, Owners.SELF)),
                Route.get(ApiPaths.OPERATOR_FILES + "/{ops}", Access.CLIENT, request -> list(request, Owners.IN_PATH)));
    }

    private Mono<ServerResponse> list(ServerRequest request, Owners owners) {
        MediaType type = Accept.of(request.headers().asHttpHeaders())
                .choose(MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, MediaType.APPLICATION_NDJSON);
        ListParameters parameters = ListParameters.of(request);
        Optional<ETags> known = ETags.parse(
                HttpHeaders.IF_NONE_MATCH, request.headers().asHttpHeaders().get(HttpHeaders.IF_NONE_MATCH));
        return owners.of(request)
                .flatMap(owner -> catalog.requireOperator(owner)
                        .then(tag(owner, known, parameters.patience()))
                        .flatMap(tag -> known.isPresent() && known.get().matchWeak(tag)
                                ? notModified(tag, parameters)
                                : answer(request, owner, tag, type, parameters)));
    }

    /** The catalog's tag; if the caller knows it and is ready to wait, another one as soon as there is one. */
    private Mono<String> tag(Username owner, Optional<ETags> known, Optional<Duration> wait) {
        return catalog.tag(owner)
                .flatMap(tag ->
                        wait.isPresent() && known.isPresent() && known.get().matchWeak(tag)
                                ? catalog.awaitOtherTag(owner, tag, wait.get())
                                : Mono.just(tag));
    }

    private static Mono<ServerResponse> notModified(String tag, ListParameters parameters) {
        return ServerResponse.status(HttpStatus.NOT_MODIFIED)
                .headers(headers -> describe(headers, tag, parameters))
                .build();
    }

    private Mono<ServerResponse> answer(
            ServerRequest request, Username owner, String tag, MediaType type, ListParameters parameters) {
        ServerResponse.BodyBuilder response =
                ServerResponse.ok().headers(headers -> describe(headers, tag, parameters));
        if (type.equals(MediaType.APPLICATION_JSON)) {
            return page(request, owner, response, parameters);
        }
        boolean text = type.equals(MediaType.TEXT_PLAIN);
        Function<FileInfo, String> line = text ? FileInfo::name : json::writeValueAsString;
        Flux<DataBuffer> lines = catalog.list(owner, parameters.query(Long.MAX_VALUE))
                .map(StoredFile::info)
                .map(line)
                .buffer(LINES_PER_BUFFER)
                .map(ListEndpoint::join);
        return response.contentType(text ? TEXT : MediaType.APPLICATION_NDJSON)
                .body(BodyInserters.fromDataBuffers(lines));
    }

    private Mono<ServerResponse> page(
            ServerRequest request, Username owner, ServerResponse.BodyBuilder response, ListParameters parameters) {
        FileQuery query = parameters.query(DEFAULT_LIMIT);
        // One more than asked for tells whether there is a next page.
        FileQuery oneMore = new FileQuery(query.prefix(), query.after(), query.limit() + 1);
        return catalog.list(owner, oneMore).map(StoredFile::info).collectList().flatMap(files -> {
            boolean more = files.size() > query.limit();
            List<FileInfo> shown = more ? files.subList(0, (int) query.limit()) : files;
            String next = more ? shown.get(shown.size() - 1).name() : null;
            if (next != null) {
                response.header(HttpHeaders.LINK, nextLink(request, parameters, query.limit(), next));
            }
            return response.contentType(MediaType.APPLICATION_JSON).bodyValue(new Page(shown, next));
        });
    }

    private static String nextLink(ServerRequest request, ListParameters parameters, long limit, String next) {
        String query =
                Map.of("prefix", parameters.prefix(), "after", next, "limit", Long.toString(limit)).entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return "<" + request.uri().getRawPath() + "?" + query + ">; rel=\"next\"";
    }

    private static void describe(HttpHeaders headers, String tag, ListParameters parameters) {
        // Weak: the same catalog has several representations.
        headers.set(HttpHeaders.ETAG, "W/\"" + tag + "\"");
        headers.setCacheControl("private, no-cache");
        headers.set(HttpHeaders.VARY, "Accept");
        parameters.patience().ifPresent(wait -> headers.set("Preference-Applied", "wait=" + wait.toSeconds()));
    }

    private static DataBuffer join(List<String> lines) {
        String text = String.join("\n", lines) + "\n";
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
