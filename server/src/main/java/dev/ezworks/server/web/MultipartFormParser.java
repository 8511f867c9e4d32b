package dev.ezworks.server.web;

import dev.ezworks.server.multipart.Boundary;
import dev.ezworks.server.multipart.FormEvent;
import dev.ezworks.server.multipart.FormLimits;
import dev.ezworks.server.multipart.FormTooLargeException;
import dev.ezworks.server.multipart.MalformedFormException;
import dev.ezworks.server.multipart.MultipartParser;
import dev.ezworks.server.multipart.PartHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads {@code multipart/form-data} (RFC 7578) whose parts are text fields. */
final class MultipartFormParser implements FormParser {
    private final String boundary;

    /** @param boundary as it stands in the {@code Content-Type}: a token or a quoted string */
    MultipartFormParser(String boundary) {
        this.boundary = boundary;
    }

    @Override
    public FormBody parse(String text) {
        try {
            return fields(
                    new MultipartParser(Boundary.ofParameter(boundary), FormLimits.DEFAULT),
                    text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedFormException e) {
            throw FormParser.malformed(e.reason());
        } catch (FormTooLargeException e) {
            throw FormParser.malformed(e.reason());
        }
    }

    private static FormBody fields(MultipartParser parser, byte[] bytes) {
        ByteBuffer body = ByteBuffer.wrap(bytes);
        FormBody.Builder fields = new FormBody.Builder();
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        while (body.hasRemaining()) {
            int from = body.position();
            FormEvent event = parser.next(body);
            if (event == FormEvent.DATA) {
                value.write(bytes, from, body.position() - from);
            } else if (event == FormEvent.PART_ENDS) {
                add(parser.part(), value.toString(StandardCharsets.UTF_8), fields);
                value.reset();
            }
        }
        parser.endOfInput();
        return fields.build();
    }

    private static void add(PartHeaders part, String value, FormBody.Builder fields) {
        if (part.fileName().isPresent()) {
            fields.fault(part.name(), "is a file, not a text");
        } else {
            fields.value(part.name(), value);
        }
    }
}
