package dev.ezworks.server.multipart;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a form while it comes in, in pieces of any size. Copies nothing but the headers of parts: data is pointed at
 * where it lies, and of a boundary that is cut by the end of a piece only its length so far is kept.
 *
 * <p>Stricter than RFC 2046 in one thing: a line that begins with the boundary and goes on otherwise than a boundary's
 * line may is refused. Two readers that disagree about it would see different files.
 *
 * <p>Not for several threads at once. After an exception there is nothing more to be had.
 */
public final class MultipartParser {
    private enum State {
        PREAMBLE,
        DELIMITER_LINE,
        SECOND_HYPHEN,
        HEADERS,
        BODY,
        EPILOGUE
    }

    private final Delimiter delimiter;
    private final FormLimits limits;
    private final ByteArrayOutputStream headers = new ByteArrayOutputStream();

    private State state = State.PREAMBLE;
    // How many bytes of a delimiter the input ended with so far. The line end in front of the first delimiter may be
    // missing, and one in front of a part's first byte belongs to the headers: both count as come.
    private int matched = Delimiter.LINE_END;
    // How many of them are not to be given out if they are no delimiter after all.
    private int borrowed = Delimiter.LINE_END;
    private boolean linePadded;
    private boolean carriageReturn;
    private int parts;
    // Bytes of the preamble, the present field or the epilogue.
    private long counted;
    private @Nullable PartHeaders part;
    private @Nullable ByteBuffer held;

    public MultipartParser(Boundary boundary, FormLimits limits) {
        this.delimiter = new Delimiter(boundary);
        this.limits = limits;
    }

    /**
     * Reads on until the next event.
     *
     * @param input from its position to its limit; the position moves over what has been read
     * @throws MalformedFormException if this is no form
     * @throws FormTooLargeException if a limit is passed
     */
    public FormEvent next(ByteBuffer input) {
        held = null;
        while (input.hasRemaining()) {
            // Null: nothing to tell of yet.
            @Nullable
            FormEvent event = switch (state) {
                case PREAMBLE, BODY -> readData(input);
                case DELIMITER_LINE -> readLineOfDelimiter(input.get());
                case SECOND_HYPHEN -> readSecondHyphen(input.get());
                case HEADERS -> readHeaders(input.get());
                case EPILOGUE -> readEpilogue(input);
            };
            if (event != null) {
                return event;
            }
        }
        return FormEvent.INPUT_USED_UP;
    }

    /** The headers of the part that began last. */
    public PartHeaders part() {
        if (part == null) {
            throw new IllegalStateException("no part has begun");
        }
        return part;
    }

    /** The bytes of {@link FormEvent#HELD_DATA}, to be read before the next call of {@link #next}. */
    public ByteBuffer held() {
        if (held == null) {
            throw new IllegalStateException("no bytes were held back");
        }
        return held;
    }

    /**
     * To be called when no more input comes.
     *
     * @throws MalformedFormException if the form was not whole
     */
    public void endOfInput() {
        if (state == State.PREAMBLE) {
            throw new MalformedFormException("the boundary that the Content-Type names is not in the body");
        }
        if (state != State.EPILOGUE) {
            throw new MalformedFormException("the body breaks off: the last boundary is missing");
        }
    }

    private @Nullable FormEvent readData(ByteBuffer input) {
        if (matched > 0) {
            return readOnInDelimiter(input);
        }
        int from = input.position();
        int found = delimiter.find(input);
        if (found == from) {
            input.position(from + delimiter.length());
            return delimited();
        }
        int end = found >= 0 ? found : delimiter.findBeginning(input);
        if (end == from) {
            matched = input.remaining();
            input.position(input.limit());
            return null;
        }
        input.position(end);
        return data(end - from, FormEvent.DATA);
    }

    private @Nullable FormEvent readOnInDelimiter(ByteBuffer input) {
        if (delimiter.goesOn(input, matched)) {
            int count = Math.min(input.remaining(), delimiter.length() - matched);
            input.position(input.position() + count);
            matched += count;
            return matched == delimiter.length() ? delimited() : null;
        }
        int from = borrowed;
        int to = matched;
        matched = 0;
        borrowed = 0;
        if (from == to) {
            return readData(input);
        }
        held = delimiter.slice(from, to);
        return data(to - from, FormEvent.HELD_DATA);
    }

    private @Nullable FormEvent data(int count, FormEvent event) {
        counted += count;
        if (state == State.PREAMBLE) {
            requireAtMost(limits.aroundParts(), "in front of the first part");
            return null;
        }
        if (part().fileName().isEmpty()) {
            requireAtMost(limits.field(), "in a field that is no file");
        }
        return event;
    }

    private @Nullable FormEvent delimited() {
        FormEvent event = state == State.BODY ? FormEvent.PART_ENDS : null;
        matched = 0;
        borrowed = 0;
        counted = 0;
        linePadded = false;
        carriageReturn = false;
        state = State.DELIMITER_LINE;
        return event;
    }

    /** RFC 2046 section 5.1.1: spaces and tabs may stand at the end of a delimiter's line. */
    private @Nullable FormEvent readLineOfDelimiter(byte b) {
        counted++;
        requireAtMost(limits.aroundParts(), "in the line of a boundary");
        if (carriageReturn && b == '\n') {
            return beginHeaders();
        }
        if (!carriageReturn && !linePadded && b == '-') {
            state = State.SECOND_HYPHEN;
        } else if (!carriageReturn && (b == ' ' || b == '\t')) {
            linePadded = true;
        } else if (!carriageReturn && b == '\r') {
            carriageReturn = true;
        } else {
            throw new MalformedFormException("a line begins with the boundary but does not end with it");
        }
        return null;
    }

    private @Nullable FormEvent readSecondHyphen(byte b) {
        if (b != '-') {
            throw new MalformedFormException("a line begins with the boundary but does not end with it");
        }
        state = State.EPILOGUE;
        counted = 0;
        return FormEvent.FORM_ENDS;
    }

    private @Nullable FormEvent beginHeaders() {
        parts++;
        if (parts > limits.parts()) {
            throw new FormTooLargeException("a form has at most " + limits.parts() + " parts");
        }
        headers.reset();
        state = State.HEADERS;
        carriageReturn = false;
        counted = 0;
        return null;
    }

    /** {@code counted} is the length of the present line. */
    private @Nullable FormEvent readHeaders(byte b) {
        if (headers.size() == limits.headersOfAPart()) {
            throw new FormTooLargeException("the headers of a part have at most " + limits.headersOfAPart()
                    + " bytes, with an empty line after them");
        }
        headers.write(b);
        boolean lineEnds = carriageReturn && b == '\n';
        carriageReturn = b == '\r';
        counted++;
        if (!lineEnds) {
            return null;
        }
        boolean empty = counted == Delimiter.LINE_END;
        counted = 0;
        if (!empty) {
            return null;
        }
        part = PartHeaders.parse(headers.toByteArray());
        state = State.BODY;
        matched = Delimiter.LINE_END;
        borrowed = Delimiter.LINE_END;
        return FormEvent.PART_BEGINS;
    }

    private @Nullable FormEvent readEpilogue(ByteBuffer input) {
        counted += input.remaining();
        requireAtMost(limits.aroundParts(), "after the last part");
        input.position(input.limit());
        return null;
    }

    private void requireAtMost(long limit, String where) {
        if (counted > limit) {
            throw new FormTooLargeException("a form has at most " + limit + " bytes " + where);
        }
    }
}
