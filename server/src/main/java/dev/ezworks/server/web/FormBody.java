package dev.ezworks.server.web;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a request's body, whichever of the three form types it came in.
 *
 * @param values name to value, decoded but otherwise as sent
 * @param faults name to reason, of fields that came but have no one text as value
 */
public record FormBody(Map<String, String> values, Map<String, String> faults) {
    static final FormBody EMPTY = new FormBody(Map.of(), Map.of());

    @Override
    public String toString() {
        // The values may hold a password.
        return "fields " + values.keySet();
    }

    /** Gathers fields; one that comes twice has no value that anybody could be sure of. */
    static final class Builder {
        private final Set<String> seen = new HashSet<>();
        private final Map<String, String> values = new LinkedHashMap<>();
        private final Map<String, String> faults = new LinkedHashMap<>();

        Builder value(String name, String value) {
            if (isFirst(name)) {
                values.put(name, value);
            }
            return this;
        }

        Builder fault(String name, String reason) {
            if (isFirst(name)) {
                faults.put(name, reason);
            }
            return this;
        }

        private boolean isFirst(String name) {
            if (seen.add(name)) {
                return true;
            }
            values.remove(name);
            faults.put(name, "is given more than once");
            return false;
        }

        FormBody build() {
            return new FormBody(Map.copyOf(values), Map.copyOf(faults));
        }
    }
}
