package dev.ezworks.server.content;

/**
 * A part of some content.
 *
 * @param offset of the first byte, from 0
 * @param length in bytes; 0 is the empty range
 */
public record ByteRange(long offset, long length) {
    public ByteRange {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("a range has no negative offset or length");
        }
    }

    /** All of a content of this length. */
    public static ByteRange whole(long length) {
        return new ByteRange(0, length);
    }

    /** Offset of the first byte after the range. */
    public long end() {
        return offset + length;
    }
}
