package dev.ezworks.server.multipart;

import java.nio.ByteBuffer;

/** What {@link MultipartParser#next} has come upon. */
public enum FormEvent {
    /** The input is used up; the next call is to bring more. */
    INPUT_USED_UP,

    /** A part begins: {@link MultipartParser#part()}. */
    PART_BEGINS,

    /**
     * Bytes of the part: precisely those that this call has moved the {@linkplain ByteBuffer#position() position} of
     * its input over.
     */
    DATA,

    /**
     * Bytes of the part that came with an earlier input, and looked like the beginning of a boundary:
     * {@link MultipartParser#held()}. Nothing of this call's input is used.
     */
    HELD_DATA,

    /** The part is whole. */
    PART_ENDS,

    /** The last part is whole; what still comes means nothing. */
    FORM_ENDS
}
