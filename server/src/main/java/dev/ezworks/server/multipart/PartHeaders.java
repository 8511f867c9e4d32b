package dev.ezworks.server.multipart;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a part of a form says of itself.
 *
 * @param name of the field
 * @param fileName as sent, {@code %22} and all; empty: the part is a text, not a file
 * @param contentType as sent
 */
public record PartHeaders(String name, Optional<String> fileName, Optional<String> contentType) {
    private static final int MAX_LINES = 32;
    private static final String DISPOSITION = "content-disposition";
    private static final String TYPE = "content-type";
    private static final String TRANSFER_ENCODING = "content-transfer-encoding";
    private static final Set<String> KNOWN = Set.of(DISPOSITION, TYPE, TRANSFER_ENCODING);

    // RFC 5322 section 2.2.3: a line that begins with a space goes on with the one before.
    private static final Pattern FOLD = Pattern.compile("\r\n(?=[ \t])");
    private static final Pattern LINE_END = Pattern.compile("\r\n");
    private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern CONTROL = Pattern.compile("[\0\r\n]");

    /**
     * @param bytes of the header lines, each with its end
     * @throws MalformedFormException if they are not as RFC 7578 has them
     */
    static PartHeaders parse(byte[] bytes) {
        Map<String, String> fields = fields(text(bytes));
        String disposition = fields.get(DISPOSITION);
        if (disposition == null) {
            throw new MalformedFormException("a part of a form needs a Content-Disposition");
        }
        requireAsItIs(fields.getOrDefault(TRANSFER_ENCODING, "binary"));
        FormDisposition parsed = FormDisposition.parse(disposition);
        return new PartHeaders(parsed.name(), parsed.fileName(), Optional.ofNullable(fields.get(TYPE)));
    }

    private static String text(byte[] bytes) {
        try {
            // A fresh decoder reports what is no UTF-8 instead of replacing it.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFormException("the headers of a part are not UTF-8");
        }
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        List<String> lines =
                LINE_END.splitAsStream(FOLD.matcher(text).replaceAll("")).toList();
        if (lines.size() > MAX_LINES) {
            throw new MalformedFormException("a part has at most " + MAX_LINES + " headers");
        }
        for (String line : lines) {
            addField(line, fields);
        }
        return fields;
    }

    private static void addField(String line, Map<String, String> fields) {
        int colon = line.indexOf(':');
        if (colon < 0 || !FIELD_NAME.matcher(line.substring(0, colon)).matches()) {
            throw new MalformedFormException("a header of a part is not a name, a colon and a value");
        }
        if (CONTROL.matcher(line).find()) {
            throw new MalformedFormException("a header of a part has a control character");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        if (KNOWN.contains(name) && fields.put(name, line.substring(colon + 1).strip()) != null) {
            throw new MalformedFormException("a part has the header " + name + " twice");
        }
    }

    /** RFC 7578 section 4.7: senders should not encode. Taking base64 for the file would store another one. */
    private static void requireAsItIs(String transferEncoding) {
        if (!Set.of("7bit", "8bit", "binary").contains(transferEncoding.toLowerCase(Locale.ROOT))) {
            throw new MalformedFormException("a part has a Content-Transfer-Encoding; send its bytes as they are");
        }
    }
}
