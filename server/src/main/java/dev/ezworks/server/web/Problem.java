package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What went wrong with a request, as the caller is told (RFC 9457).
 *
 * @param detail what is wrong and what to do, for people; no parser's message, no class name
 * @param errors what is wrong with each field, in the order to show
 * @param headers further response headers, such as {@code Allow}
 */
public record Problem(ProblemCode code, String detail, Map<String, String> errors, Map<String, String> headers) {
    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, Map.of(), Map.of());
    }

    public Problem withErrors(Map<String, String> fields) {
        return new Problem(code, detail, fields, headers);
    }

    public Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(code, detail, errors, more);
    }
}
