package dev.ezworks.server.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A {@code multipart/form-data} body, put together as written, so that it can be wrong too. */
public final class MultipartForm {
    private static final String BOUNDARY = "----a-boundary";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a file in the field that the server takes files from. */
    public MultipartForm file(String fileName, byte[] content) {
        return part("Content-Disposition: form-data; name=\"request_file\"; filename=\"" + fileName + "\"", content);
    }

    /** Adds a text field. */
    public MultipartForm text(String name, String value) {
        return part("Content-Disposition: form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds a part.
     *
     * @param headers lines, without the empty one at their end
     */
    public MultipartForm part(String headers, byte[] content) {
        return raw("--" + BOUNDARY + "\r\n" + headers + "\r\n\r\n").raw(content).raw("\r\n");
    }

    /** Adds the last boundary. */
    public MultipartForm end() {
        return raw("--" + BOUNDARY + "--\r\n");
    }

    /** Adds whatever it is. */
    public MultipartForm raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    private MultipartForm raw(byte[] some) {
        bytes.writeBytes(some);
        return this;
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
