package dev.ezworks.server.multipart;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes a form in and keeps all that the parser tells of it. */
final class ParsedForm {
    private final MultipartParser parser;
    private final List<Part> parts = new ArrayList<>();
    private ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean inPart;
    private boolean ended;

    ParsedForm(MultipartParser parser) {
        this.parser = parser;
    }

    /** @param content one character for each byte, so that a failed comparison can be read */
    record Part(PartHeaders headers, String content) {}

    /** Parses this body, cut into pieces at these ascending places. */
    static List<Part> parse(String boundary, byte[] body, int... cuts) {
        ParsedForm form = new ParsedForm(new MultipartParser(new Boundary(boundary), FormLimits.DEFAULT));
        int from = 0;
        for (int cut : cuts) {
            form.take(body, from, cut);
            from = cut;
        }
        form.take(body, from, body.length);
        return form.end();
    }

    /** Takes a piece, as memory of the network's: outside the heap, and gone when the next one comes. */
    void take(byte[] body, int from, int to) {
        ByteBuffer piece = ByteBuffer.allocateDirect(to - from);
        piece.put(body, from, to - from).flip();
        FormEvent event;
        do {
            int before = piece.position();
            event = parser.next(piece);
            on(event, piece.duplicate().flip().position(before));
        } while (event != FormEvent.INPUT_USED_UP);
        if (piece.hasRemaining()) {
            throw new AssertionError("input is left");
        }
        for (int i = 0; i < piece.capacity(); i++) {
            piece.put(i, (byte) 0);
        }
    }

    List<Part> end() {
        parser.endOfInput();
        if (!ended) {
            throw new AssertionError("the form ends without being told to");
        }
        return parts;
    }

    private void on(FormEvent event, ByteBuffer read) {
        switch (event) {
            case PART_BEGINS -> {
                requireInPart(false);
                inPart = true;
                content = new ByteArrayOutputStream();
            }
            case DATA -> add(read);
            case HELD_DATA -> {
                if (read.hasRemaining()) {
                    throw new AssertionError("input is used for what was held");
                }
                add(parser.held());
            }
            case PART_ENDS -> {
                requireInPart(true);
                inPart = false;
                parts.add(new Part(parser.part(), content.toString(StandardCharsets.ISO_8859_1)));
            }
            case FORM_ENDS -> {
                requireInPart(false);
                ended = true;
            }
            default -> {
                // Wants more.
            }
        }
    }

    private void add(ByteBuffer some) {
        requireInPart(true);
        if (!some.hasRemaining()) {
            throw new AssertionError("no bytes are told as some");
        }
        while (some.hasRemaining()) {
            content.write(some.get());
        }
    }

    private void requireInPart(boolean expected) {
        if (inPart != expected) {
            throw new AssertionError("out of order");
        }
    }
}
