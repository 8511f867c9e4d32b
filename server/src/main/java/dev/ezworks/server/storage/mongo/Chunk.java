package dev.ezworks.server.storage.mongo;

import dev.ezworks.server.content.Slab;
import java.util.List;

/**
 * One chunk of GridFS on its way in, or what is to be added to one.
 *
 * @param pieces its bytes, in order and without a gap; all of the same chunk, at least one
 */
record Chunk(List<Piece> pieces) {
    /** Length of every chunk but the last, in bytes: a full slab is a chunk without being copied. */
    static final int SIZE = Slab.CAPACITY;

    /** How many chunks content of this length has. */
    static int count(long length) {
        return Math.toIntExact((length + SIZE - 1) / SIZE);
    }

    /** The chunk that holds the byte at this offset. */
    static int at(long offset) {
        return Math.toIntExact(offset / SIZE);
    }

    /** Where in its chunk the byte at this offset is. */
    static int within(long offset) {
        return (int) (offset % SIZE);
    }

    /** Its place in the content, from 0. */
    int n() {
        return at(pieces.get(0).offset());
    }

    /** How many bytes of the chunk come before these: they are in the database already. */
    int start() {
        return within(pieces.get(0).offset());
    }

    /** In bytes, 1 to {@link #SIZE}. */
    int length() {
        return (int) (end() - pieces.get(0).offset());
    }

    /** Offset in the content of the first byte after the chunk. */
    long end() {
        return pieces.get(pieces.size() - 1).end();
    }

    /** Memory that writing the chunk takes besides its pieces, in bytes: what is sent, and what is put together for it. */
    int footprint() {
        int whole = start() + length();
        // The driver's buffers for a message double in size as it grows, so that up to half of them stays empty.
        int sent = 2 * whole;
        return isOneArray() && start() == 0 ? sent : sent + whole;
    }

    /** The chunk's bytes, in an array of just that length: that of the slab itself if it is one. */
    byte[] bytes() {
        return isOneArray() ? pieces.get(0).slab().array() : after(new byte[0]);
    }

    /** These bytes and then the chunk's, in a new array. */
    byte[] after(byte[] before) {
        byte[] all = new byte[before.length + length()];
        System.arraycopy(before, 0, all, 0, before.length);
        int position = before.length;
        for (Piece piece : pieces) {
            System.arraycopy(piece.slab().array(), piece.from(), all, position, piece.length());
            position += piece.length();
        }
        return all;
    }

    private boolean isOneArray() {
        return pieces.size() == 1
                && pieces.get(0).slab().array().length == pieces.get(0).length();
    }

    /** Gives the slabs' memory back. */
    void release() {
        pieces.forEach(piece -> piece.release().run());
    }
}
