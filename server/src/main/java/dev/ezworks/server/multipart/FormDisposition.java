package dev.ezworks.server.multipart;

import java.util.Map;
import java.util.Optional;

/** The {@code Content-Disposition} of a part (RFC 7578 section 4.2). */
record FormDisposition(String name, Optional<String> fileName) {
    private static final String FILE_NAME = "filename";
    private static final String EXTENDED_FILE_NAME = "filename*";
    // RFC 2047 section 2.
    private static final String ENCODED_WORD = "=?";

    /** @throws MalformedFormException if it is none of a form's part */
    static FormDisposition parse(String text) {
        Map<String, String> parameters = new DispositionScanner(text).parameters("form-data");
        String name = parameters.get("name");
        if (name == null) {
            throw new MalformedFormException("the Content-Disposition of a part needs a name");
        }
        return new FormDisposition(name, fileName(parameters));
    }

    /**
     * RFC 7578 section 4.2 forbids {@code filename*}. Some clients send it beside {@code filename}, where it can be
     * ignored as long as that is the name and not a coded form of it.
     */
    private static Optional<String> fileName(Map<String, String> parameters) {
        Optional<String> fileName = Optional.ofNullable(parameters.get(FILE_NAME));
        if (parameters.containsKey(EXTENDED_FILE_NAME)
                && fileName.filter(plain -> !plain.startsWith(ENCODED_WORD)).isEmpty()) {
            throw new MalformedFormException(
                    "a form may not have filename* (RFC 7578 section 4.2); send filename with the name in UTF-8");
        }
        return fileName;
    }
}
