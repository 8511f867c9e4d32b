package dev.ezworks.server.account;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads fields one by one and gathers what is wrong with them, so that the sender learns all of it at once. */
final class FieldChecks {
    private final Fields fields;
    private final Map<String, String> errors = new LinkedHashMap<>();

    FieldChecks(Fields fields) {
        this.fields = fields;
    }

    /**
     * Reads a field that must be there.
     *
     * @param rule throws {@link IllegalArgumentException} with a message ready to show if it does not like the value
     * @return empty if something is wrong, in which case {@link #done} fails
     */
    <T> Optional<T> required(String name, Function<String, T> rule) {
        Optional<T> value = optional(name, rule);
        if (value.isEmpty()) {
            errors.putIfAbsent(name, "is required");
        }
        return value;
    }

    /** Reads a field that may be missing or, as forms send what was left blank, empty. */
    <T> Optional<T> optional(String name, Function<String, T> rule) {
        String fault = fields.faults().get(name);
        if (fault != null) {
            errors.put(name, fault);
            return Optional.empty();
        }
        String value = fields.values().get(name);
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(rule.apply(value));
        } catch (IllegalArgumentException e) {
            errors.put(name, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** @throws InvalidFieldsException if a field read so far was missing or wrong */
    void done() {
        if (!errors.isEmpty()) {
            throw new InvalidFieldsException(errors);
        }
    }
}
