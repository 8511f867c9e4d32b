package dev.ezworks.cli.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * A JSON object of an answer. Reads maps instead of binding beans: no reflection at start-up, and a field that is
 * missing or of the wrong type is an {@link UnexpectedAnswerException} that names it.
 */
final class JsonObject {
    private final Map<?, ?> fields;

    private JsonObject(Map<?, ?> fields) {
        this.fields = fields;
    }

    static JsonObject parse(byte[] json) {
        try {
            return of(JSON.std.anyFrom(json), "the answer");
        } catch (JacksonException e) {
            throw new UnexpectedAnswerException("the answer is not JSON");
        }
    }

    private static JsonObject of(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return new JsonObject(map);
        }
        throw new UnexpectedAnswerException(what + " is not a JSON object");
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(fields.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    long number(String name) {
        Object value = fields.get(name);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw missing(name);
    }

    /** Absent is false: a server that does not know the field has nothing to say of it. */
    boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    Instant instant(String name) {
        return optionalInstant(name).orElseThrow(() -> missing(name));
    }

    Optional<Instant> optionalInstant(String name) {
        try {
            return optionalText(name).map(Instant::parse);
        } catch (DateTimeException e) {
            throw missing(name);
        }
    }

    List<JsonObject> objects(String name) {
        if (!(fields.get(name) instanceof List<?> list)) {
            throw missing(name);
        }
        List<JsonObject> objects = new ArrayList<>(list.size());
        for (Object item : list) {
            objects.add(of(item, name));
        }
        return objects;
    }

    JsonObject object(String name) {
        return of(fields.get(name), name);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    private static UnexpectedAnswerException missing(String name) {
        return new UnexpectedAnswerException("the answer has no valid \"" + name + "\"");
    }
}
