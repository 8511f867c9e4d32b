package dev.ezworks.cli.manifest;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import java.io.Closeable;
import java.io.IOException;

/** What became of each file of a batch. Thread-safe. */
public interface Manifest extends Closeable {
    /** Kept nowhere. */
    Manifest NONE = new Manifest() {
        @Override
        public boolean mayBeDone(FileName name) {
            return false;
        }

        @Override
        public boolean isDone(FileName name, Sha256 digest) {
            return false;
        }

        @Override
        public void add(ManifestEntry entry) {
            // Nobody asked for it.
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /** Whether {@link #isDone} is true of some digest. */
    boolean mayBeDone(FileName name);

    /** Whether the last that is said of a name is that these bytes are published under it. */
    boolean isDone(FileName name, Sha256 digest);

    /**
     * Takes note of what became of a file. A process that is killed afterwards does not lose it; a machine that loses
     * its power may, see {@link ManifestFile}.
     */
    void add(ManifestEntry entry) throws IOException;

    /** Whether {@link #add} has never failed. If it has, nothing more should be done that is to be noted. */
    boolean isWritable();

    /** When this returns, all that was noted is on disk. */
    @Override
    void close() throws IOException;
}
