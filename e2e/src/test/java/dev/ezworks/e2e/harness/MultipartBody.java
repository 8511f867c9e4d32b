package dev.ezworks.e2e.harness;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A {@code multipart/form-data} body as browsers and curl write it. */
public final class MultipartBody {
    public static final String CONTENT_TYPE = "multipart/form-data; boundary=----ezworks-e2e";
    private static final String DELIMITER = "------ezworks-e2e";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Adds a file to the field that the API takes files from. */
    public MultipartBody file(String name, byte[] content) {
        write(head(name));
        out.writeBytes(content);
        write("\r\n");
        return this;
    }

    public MultipartBody field(String name, String value) {
        write(DELIMITER + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
        return this;
    }

    /** The whole body. */
    public byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(end());
        return whole.toByteArray();
    }

    /** A body of one file that is made as it is read. */
    public static InputStream stream(String name, Bytes content) {
        List<InputStream> parts = new ArrayList<>();
        parts.add(new ByteArrayInputStream(head(name).getBytes(StandardCharsets.UTF_8)));
        parts.add(content.stream());
        parts.add(new ByteArrayInputStream("\r\n".getBytes(StandardCharsets.UTF_8)));
        parts.add(new ByteArrayInputStream(end()));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static String head(String name) {
        // As browsers escape it (WHATWG HTML, multipart/form-data encoding): curl 7.81 and later do the same.
        String escaped = name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        return DELIMITER + "\r\nContent-Disposition: form-data; name=\"request_file\"; filename=\"" + escaped
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    }

    private static byte[] end() {
        return (DELIMITER + "--\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private void write(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
