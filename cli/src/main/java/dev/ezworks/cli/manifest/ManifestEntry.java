package dev.ezworks.cli.manifest;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.cli.Failure;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of one file. */
public sealed interface ManifestEntry {
    /** The name in the catalog; of what has none, the path. */
    String name();

    /** The fields after the name, in their order. */
    Map<String, Object> fields();

    /**
     * The name has these bytes.
     *
     * @param file what the server says of it
     * @param uploaded false: it had them before
     */
    record Published(FileName published, FileInfo file, boolean uploaded) implements ManifestEntry {
        static final String UPLOADED = "uploaded";
        static final String UNCHANGED = "unchanged";

        @Override
        public String name() {
            return published.value();
        }

        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("size", file.size());
            fields.put("sha256", file.sha256());
            fields.put("version", file.version());
            fields.put("status", uploaded ? UPLOADED : UNCHANGED);
            return fields;
        }
    }

    /** It was left out on purpose. */
    record Skipped(String name, String reason) implements ManifestEntry {
        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("status", "skipped");
            fields.put("reason", reason);
            return fields;
        }
    }

    /** It failed. */
    record Failed(String name, Failure failure) implements ManifestEntry {
        @Override
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("status", "failed");
            fields.put("exitCode", failure.exitCode().number());
            fields.put("reason", failure.line());
            return fields;
        }
    }
}
