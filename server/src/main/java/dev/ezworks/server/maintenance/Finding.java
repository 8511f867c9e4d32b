package dev.ezworks.server.maintenance;

import dev.ezworks.server.files.StoredFile;

/**
 * What the scrub found of one version.
 *
 * @param file as the catalog had it before
 * @param detail what is wrong; empty if nothing is
 */
public record Finding(StoredFile file, State state, String detail) {
    static Finding whole(StoredFile file) {
        return new Finding(file, State.WHOLE, "");
    }

    static Finding damaged(StoredFile file, String what) {
        return new Finding(file, State.DAMAGED, what);
    }

    static Finding unchecked(StoredFile file, String why) {
        return new Finding(file, State.UNCHECKED, why);
    }

    /** Whether the version was marked as damaged and is whole again, restored from a backup for one. */
    public boolean mended() {
        return state == State.WHOLE && file.damaged();
    }

    /** How a version is. */
    public enum State {
        /** The bytes that were uploaded. */
        WHOLE,

        /** Bytes are wrong, missing or too many, or the disk cannot give them. */
        DAMAGED,

        /** The store failed in a way that says nothing of the bytes. */
        UNCHECKED
    }
}
