package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Where the bytes of one download go, one after the other. Used by one thread at a time. */
public interface DownloadTarget extends AutoCloseable {
    /** Of which version the bytes are that are there; empty if none are. */
    Optional<Sha256> version();

    /** How many bytes are there. */
    long length();

    /** Reads bytes that are there, as {@link java.nio.channels.FileChannel#read(ByteBuffer, long)} does. */
    int read(ByteBuffer buffer, long position) throws IOException;

    /**
     * Begins a version anew: nothing of what is there is of use.
     *
     * @throws NoRoomException if the file is larger than what can be stored here
     * @throws RemoteFileChangedException if what is there can't be taken back
     */
    void begin(RemoteFile file) throws IOException;

    /** Appends all that remains in the buffer. */
    void write(ByteBuffer bytes) throws IOException;

    @Override
    void close() throws IOException;
}
