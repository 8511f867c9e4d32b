package dev.ezworks.cli.client;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What makes an upload the same one in a later run.
 *
 * @param file its absolute path
 */
record UploadKey(ServerUrl server, Username username, Path file, FileName name) {
    private static final int SHORT_HASH = 32;

    UploadKey {
        file = file.toAbsolutePath().normalize();
    }

    /** As fields of a JSON object. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("server", server.toString());
        fields.put("username", username.value());
        fields.put("file", file.toString());
        fields.put("name", name.value());
        return fields;
    }

    /** A short name for it that any file system takes. */
    String hash() {
        return sha256().hex().substring(0, SHORT_HASH);
    }

    /** A number for it that no other is likely to have, not negative. */
    long number() {
        return ByteBuffer.wrap(sha256().bytes()).getLong() >>> 2;
    }

    private Sha256 sha256() {
        // None of them can contain NUL.
        String all = String.join("\0", server.toString(), username.value(), file.toString(), name.value());
        return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
    }
}
