package dev.ezworks.server.web;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.ContentDisposition;

/**
 * Reads {@code multipart/form-data} (RFC 7578) whose parts are text fields.
 *
 * <p>Spring's reader is made for streams of files. It replaces what is no UTF-8, and logs an error of its own for a body
 * that breaks off; a small text that is in memory already needs neither.
 */
final class MultipartFormParser implements FormParser {
    private static final String LINE_END = "\r\n";
    private static final String DISPOSITION = "content-disposition:";

    private final Pattern delimiter;

    MultipartFormParser(String boundary) {
        // RFC 2046 section 5.1.1: the line end before a boundary belongs to the boundary.
        this.delimiter = Pattern.compile(Pattern.quote(LINE_END + "--" + boundary));
    }

    @Override
    public FormBody parse(String text) {
        FormBody.Builder fields = new FormBody.Builder();
        List<String> pieces = List.of(delimiter.split(LINE_END + text, -1));
        // What stands before the first boundary is nobody's.
        for (String piece : pieces.subList(1, pieces.size())) {
            if (piece.startsWith("--")) {
                return fields.build();
            }
            addPart(piece, fields);
        }
        throw malformed();
    }

    /** @param piece the rest of the boundary's line, the part's headers, an empty line and the value */
    private static void addPart(String piece, FormBody.Builder fields) {
        int headersEnd = piece.indexOf(LINE_END + LINE_END);
        int lineEnd = piece.indexOf(LINE_END);
        if (headersEnd < 0 || !piece.substring(0, lineEnd).isBlank()) {
            throw malformed();
        }
        ContentDisposition disposition = disposition(piece.substring(0, headersEnd));
        String name = disposition.getName();
        if (name == null || !disposition.isFormData()) {
            throw malformed();
        }
        if (disposition.getFilename() != null) {
            fields.fault(name, "is a file, not a text");
        } else {
            fields.value(name, piece.substring(headersEnd + 2 * LINE_END.length()));
        }
    }

    private static ContentDisposition disposition(String headers) {
        for (String line : headers.split(LINE_END, -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(DISPOSITION)) {
                try {
                    return ContentDisposition.parse(
                            line.substring(DISPOSITION.length()).strip());
                } catch (IllegalArgumentException e) {
                    throw malformed();
                }
            }
        }
        throw malformed();
    }

    private static ProblemException malformed() {
        return FormParser.malformed("the multipart body is malformed");
    }
}
