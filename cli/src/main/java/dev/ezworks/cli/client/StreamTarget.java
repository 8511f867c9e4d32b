package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands the bytes of a download on as they come, such as to standard output. What is out can't be taken back. */
public final class StreamTarget implements DownloadTarget {
    private final WritableByteChannel stream;
    private long length;
    private @Nullable Sha256 version;

    public StreamTarget(OutputStream stream) {
        this.stream = Channels.newChannel(stream);
    }

    @Override
    public Optional<Sha256> version() {
        return length == 0 ? Optional.empty() : Optional.ofNullable(version);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(ByteBuffer buffer, long position) {
        throw new UnsupportedOperationException("a stream is not read back");
    }

    @Override
    public void begin(RemoteFile file) {
        if (length > 0) {
            throw new RemoteFileChangedException(
                    "the file changed on the server after " + length + " bytes of it were written");
        }
        version = file.sha256();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            length += stream.write(bytes);
        }
    }

    /** The stream is somebody else's. */
    @Override
    public void close() {}
}
