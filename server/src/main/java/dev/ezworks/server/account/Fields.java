package dev.ezworks.server.account;

import java.util.Map;

/**
 * The fields of a form as they arrived.
 *
 * @param values name to value, as sent
 * @param faults name to reason, of fields that came but have no usable value, such as one given twice
 */
public record Fields(Map<String, String> values, Map<String, String> faults) {
    public Fields {
        values = Map.copyOf(values);
        faults = Map.copyOf(faults);
    }

    @Override
    public String toString() {
        // The values hold a password.
        return "fields " + values.keySet();
    }
}
