package dev.ezworks.server.web;

import dev.ezworks.api.InvalidNameException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding of a path (RFC 3986 section 2.1) that refuses what it cannot decode instead of guessing. */
final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * Decodes {@code %XX} as UTF-8; a plus sign stays one.
     *
     * @throws InvalidNameException if an escape is cut short or the bytes are no UTF-8
     */
    static String decode(String raw) {
        byte[] in = raw.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.put(in[i]);
            } else {
                out.put((byte) (hexDigit(in, i + 1) << 4 | hexDigit(in, i + 2)));
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidNameException("the name in the path is not UTF-8");
        }
    }

    private static int hexDigit(byte[] in, int index) {
        int digit = index < in.length ? Character.digit(in[index], 16) : -1;
        if (digit < 0) {
            throw new InvalidNameException("the name in the path has a % without two hex digits");
        }
        return digit;
    }
}
