package dev.ezworks.server.uploads;

import dev.ezworks.api.FileName;
import dev.ezworks.api.InvalidNameException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the creator of an upload says of it (tus, extension {@code creation}): keys, each with a value in base64 or none,
 * separated by commas.
 */
final class UploadMetadata {
    /** The most it may take, in characters. */
    static final int MOST = 4096;

    private static final String FILE_NAME = "filename";
    private static final String FILE_TYPE = "filetype";

    private final String text;
    private final Map<String, byte[]> values;

    private UploadMetadata(String text, Map<String, byte[]> values) {
        this.text = text;
        this.values = values;
    }

    /** @throws IllegalArgumentException if it is malformed, or longer than {@link #MOST}; the message says so */
    static UploadMetadata parse(String text) {
        if (text.length() > MOST) {
            throw new IllegalArgumentException("it has more than " + MOST + " characters");
        }
        Map<String, byte[]> values = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            String[] words = pair.strip().split(" ", -1);
            if (words[0].isEmpty() || words.length > 2 || values.containsKey(words[0])) {
                throw new IllegalArgumentException("it is a list of 'key base64', each key once");
            }
            values.put(words[0], words.length == 1 ? new byte[0] : decode(words[1]));
        }
        return new UploadMetadata(text, values);
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a value is not base64", e);
        }
    }

    /** As it was sent. */
    String text() {
        return text;
    }

    /**
     * The name of the file; empty if none is given.
     *
     * @throws InvalidNameException if it is not allowed
     */
    Optional<FileName> fileName() {
        Optional<byte[]> given = Optional.ofNullable(values.get(FILE_NAME));
        return given.isPresent() ? Optional.of(FileName.of(utf8(given.get()))) : Optional.empty();
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidNameException("the file name is not UTF-8");
        }
    }

    /** The media type of the file, unchecked; empty if none is given, or an empty one, as browsers do for types unknown to them. */
    Optional<String> fileType() {
        return Optional.ofNullable(values.get(FILE_TYPE))
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .filter(type -> !type.isEmpty());
    }
}
