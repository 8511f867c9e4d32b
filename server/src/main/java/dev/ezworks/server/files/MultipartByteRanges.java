package dev.ezworks.server.files;

import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.web.Ranges;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Several parts of a file as {@code multipart/byteranges} (RFC 9110 section 14.6). */
final class MultipartByteRanges {
    private final StoredFile file;
    private final List<Ranges.Part> parts;
    private final String boundary;

    MultipartByteRanges(StoredFile file, List<Ranges.Part> parts) {
        this.file = file;
        this.parts = parts;
        // Random, so that nobody can put it into a file.
        this.boundary = ContentId.random().value();
    }

    String contentType() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    List<Ranges.Part> parts() {
        return parts;
    }

    /** What goes before a part's bytes. */
    byte[] head(Ranges.Part part) {
        return ascii("\r\n--" + boundary + "\r\nContent-Type: " + file.contentType() + "\r\nContent-Range: "
                + part.contentRange(file.size()) + "\r\n\r\n");
    }

    /** What goes after the last part. */
    byte[] tail() {
        return ascii("\r\n--" + boundary + "--\r\n");
    }

    /** Of the whole body, in bytes. */
    long length() {
        long length = tail().length;
        for (Ranges.Part part : parts) {
            length += head(part).length + part.length();
        }
        return length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
