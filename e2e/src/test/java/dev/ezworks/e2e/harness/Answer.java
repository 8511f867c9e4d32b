package dev.ezworks.e2e.harness;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer, read to its end. */
public final class Answer {
    private static final JsonMapper JSON = new JsonMapper();

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** The answer of this head and body. */
    public static Answer of(HttpResponse<?> head, byte[] body) {
        return new Answer(head.statusCode(), head.headers(), body);
    }

    public int status() {
        return status;
    }

    public byte[] body() {
        return body;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return JSON.readTree(body);
    }

    /** The stable code of a problem; empty if this is none. */
    public Optional<String> problemCode() {
        boolean problem = header("Content-Type")
                .filter(type -> type.startsWith("application/problem+json"))
                .isPresent();
        return problem ? Optional.of(json().path("code").asString()) : Optional.empty();
    }

    /** The {@code name}s of a listing. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        json().path("files").forEach(file -> names.add(file.path("name").asString()));
        return names;
    }

    @Override
    public String toString() {
        return status + " " + headers.map() + " " + text();
    }
}
