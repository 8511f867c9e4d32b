package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.content.NoSuchContentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** One read under way. The file stays readable to it when it is deleted meanwhile. */
final class DiskRead {
    private static final Logger LOG = LoggerFactory.getLogger(DiskRead.class);
    private static final int BUFFER_SIZE = 128 * 1024;

    private final ContentId id;
    private final FileChannel channel;
    private final long end;
    private long position;

    private DiskRead(ContentId id, FileChannel channel, ByteRange range) {
        this.id = id;
        this.channel = channel;
        this.position = range.offset();
        this.end = range.end();
    }

    /** The bytes of the range, as they are asked for; blocks where it is subscribed to and asked for more. */
    static Flux<ByteBuffer> flux(Path file, ContentId id, ByteRange range) {
        return Flux.generate(() -> BlockingCalls.read(() -> open(file, id, range)), DiskRead::next, DiskRead::close);
    }

    private static DiskRead open(Path file, ContentId id, ByteRange range) throws IOException {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            DiskRead read = new DiskRead(id, channel, range);
            read.requireBytes();
            return read;
        } catch (NoSuchFileException e) {
            throw new NoSuchContentException(id);
        }
    }

    private DiskRead next(SynchronousSink<ByteBuffer> sink) {
        if (position == end) {
            sink.complete();
        } else {
            sink.next(BlockingCalls.read(this::read));
        }
        return this;
    }

    private ByteBuffer read() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_SIZE, end - position));
        while (buffer.hasRemaining()) {
            int count = readOnce(buffer);
            if (count < 0) {
                throw endsEarly(channel.size());
            }
            position += count;
        }
        return buffer.flip();
    }

    private int readOnce(ByteBuffer buffer) throws IOException {
        try {
            return channel.read(buffer, position);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            // An open file that gives no bytes is not a store that does not answer: trying again will not help.
            throw new DamagedContentException(id, "the disk fails at " + position + " (" + e.getMessage() + ")");
        }
    }

    /** Tells before the first byte what can be told by then. */
    private void requireBytes() throws IOException {
        long size = channel.size();
        if (size < end) {
            close();
            throw endsEarly(size);
        }
    }

    private DamagedContentException endsEarly(long size) {
        return new DamagedContentException(id, "it ends at " + size + ", before " + end);
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("content {} could not be closed: {}", id, e.toString());
        }
    }
}
