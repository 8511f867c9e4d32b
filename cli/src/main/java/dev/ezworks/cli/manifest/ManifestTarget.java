package dev.ezworks.cli.manifest;

import dev.ezworks.api.Username;
import java.util.Map;

/**
 * Whose catalog an entry is about. A manifest that is used for another one says nothing of this.
 *
 * @param server its address
 */
public record ManifestTarget(String server, Username operator) {
    void addTo(Map<String, Object> fields) {
        fields.put("server", server);
        fields.put("operator", operator.value());
    }

    boolean isOf(Map<String, Object> fields) {
        return server.equals(fields.get("server")) && operator.value().equals(fields.get("operator"));
    }
}
