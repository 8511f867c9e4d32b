package dev.ezworks.server.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fields are missing or wrong; nothing was done. */
public final class InvalidFieldsException extends RuntimeException {
    private final Map<String, String> errors;

    /** @param errors every wrong field's name and what is wrong with it, ready to show */
    InvalidFieldsException(Map<String, String> errors) {
        super("fields are missing or wrong: " + String.join(", ", errors.keySet()));
        this.errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
    }

    /** Every wrong field's name and what is wrong with it, ready to show. */
    public Map<String, String> errors() {
        return errors;
    }
}
