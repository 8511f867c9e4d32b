package dev.ezworks.server.multipart;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line end, two hyphens and the boundary, and the search for them by Boyer, Moore and Horspool: as a rule only one
 * byte of the input in as many as the delimiter has is ever looked at.
 *
 * <p>A delimiter has its only carriage return at its beginning, since a boundary may not hold one. So nothing that
 * begins like a delimiter and then is none can hold the beginning of another, and bytes are compared one by one only
 * after a carriage return: no input takes more than a few looks at each of its bytes.
 */
final class Delimiter {
    /** How many bytes of a delimiter stand before its hyphens. */
    static final int LINE_END = 2;

    private final byte[] bytes;
    // By the byte under the delimiter's last one: how far that can be moved on without missing a match.
    private final byte[] shift = new byte[256];

    Delimiter(Boundary boundary) {
        bytes = ("\r\n--" + boundary.text()).getBytes(StandardCharsets.US_ASCII);
        int last = bytes.length - 1;
        Arrays.fill(shift, (byte) bytes.length);
        for (int i = 0; i < last; i++) {
            shift[bytes[i]] = (byte) (last - i);
        }
    }

    int length() {
        return bytes.length;
    }

    /** Where the first delimiter in what remains of the input begins; −1 if none is there as a whole. */
    int find(ByteBuffer input) {
        int last = bytes.length - 1;
        byte lastByte = bytes[last];
        int limit = input.limit();
        int end = input.position() + last;
        while (end < limit) {
            byte b = input.get(end);
            if (b == lastByte && matches(input, end - last, 0, bytes.length)) {
                return end - last;
            }
            end += shift[b & 0xff];
        }
        return -1;
    }

    /** Where the bytes begin, at the input's end, that may be the beginning of a delimiter; its limit if there are none. */
    int findBeginning(ByteBuffer input) {
        int limit = input.limit();
        for (int i = limit - 1; i >= Math.max(input.position(), limit - bytes.length + 1); i--) {
            if (input.get(i) == '\r') {
                return matches(input, i, 0, limit - i) ? i : limit;
            }
        }
        return limit;
    }

    /** Whether the input, from its position, goes on as the delimiter does after this many bytes, as far as both go. */
    boolean goesOn(ByteBuffer input, int after) {
        return matches(input, input.position(), after, Math.min(input.remaining(), bytes.length - after));
    }

    /** The delimiter's bytes, from the first of these numbers to before the second. */
    ByteBuffer slice(int from, int to) {
        return ByteBuffer.wrap(bytes, from, to - from).slice().asReadOnlyBuffer();
    }

    private boolean matches(ByteBuffer input, int at, int from, int count) {
        for (int i = 0; i < count; i++) {
            if (input.get(at + i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
