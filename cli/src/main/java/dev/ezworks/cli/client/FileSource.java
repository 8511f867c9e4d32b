package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A local file. A small one is read once and held; a larger one is read when it is sent, and once more for its digest
 * if that is asked for beforehand. A file that is no longer the one that was opened fails with
 * {@link FileChangedException} before its last block is sent.
 */
public final class FileSource implements UploadSource {
    /** Up to here a second look at the disk, and a thread for the digest, cost more than the memory. */
    static final int MAX_HELD_BYTES = 8 * BlockReader.BLOCK_BYTES;

    private final Path file;
    private final Closeable resource;
    private final Content content;
    private final FileFingerprint fingerprint;
    private @Nullable Sha256 digest;

    private FileSource(
            Path file, Closeable resource, Content content, FileFingerprint fingerprint, @Nullable Sha256 digest) {
        this.file = file;
        this.resource = resource;
        this.content = content;
        this.fingerprint = fingerprint;
        this.digest = digest;
    }

    /**
     * Opens a file.
     *
     * @throws FileChangedException if it changes meanwhile
     */
    public static FileSource open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            FileFingerprint fingerprint = FileFingerprint.of(file);
            if (fingerprint.size() > MAX_HELD_BYTES) {
                return new FileSource(file, channel, channel::read, fingerprint, null);
            }
            byte[] held = held(new Reader(file, channel::read, fingerprint, 0, fingerprint.size()));
            channel.close();
            return new FileSource(
                    file, () -> {}, (block, position) -> copy(held, block, position), fingerprint, Sha256.of(held));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static byte[] held(Reader reader) throws IOException {
        byte[] held = new byte[(int) reader.left()];
        ByteBuffer room = ByteBuffer.wrap(held);
        for (ByteBuffer block = reader.next(); block != null; block = reader.next()) {
            room.put(block);
        }
        return held;
    }

    private static int copy(byte[] held, ByteBuffer block, long position) {
        int count = block.remaining();
        block.put(held, (int) position, count);
        return count;
    }

    Path file() {
        return file;
    }

    FileFingerprint fingerprint() {
        return fingerprint;
    }

    /** In bytes. */
    public long size() {
        return fingerprint.size();
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(fingerprint.size());
    }

    @Override
    public synchronized Optional<Sha256> announcedDigest() throws IOException {
        if (digest == null) {
            digest = digest(reader(0, size()));
        }
        return Optional.of(digest);
    }

    private static Sha256 digest(BlockReader reader) throws IOException {
        try (BackgroundDigest digest = new BackgroundDigest()) {
            for (ByteBuffer block = reader.next(); block != null; block = reader.next()) {
                digest.update(block);
            }
            return digest.value();
        }
    }

    /** The digest, if it has been computed already. */
    synchronized Optional<Sha256> knownDigest() {
        return Optional.ofNullable(digest);
    }

    @Override
    public BodyPublisher body(TransferListener listener, RateLimit limit) {
        return fingerprint.size() == 0
                ? BodyPublishers.noBody()
                : new BlockPublisher(size(), () -> reader(0, size()), listener, limit);
    }

    /**
     * Reads a part of the file, and looks at the file again before giving the last block of it.
     *
     * @param to where it ends, exclusive
     */
    BlockReader reader(long from, long to) {
        return new Reader(file, content, fingerprint, from, to);
    }

    @Override
    public Sha256 sentDigest() {
        return knownDigest().orElseThrow(() -> new IllegalStateException("nobody has asked for the digest"));
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }

    /** Where the bytes come from: what {@link FileChannel#read(ByteBuffer, long)} does. */
    @FunctionalInterface
    private interface Content {
        int read(ByteBuffer block, long position) throws IOException;
    }

    /** What {@link #reader} gives. */
    private static final class Reader implements BlockReader {
        private final Path file;
        private final Content content;
        private final FileFingerprint fingerprint;
        private final long end;
        private long position;

        Reader(Path file, Content content, FileFingerprint fingerprint, long from, long to) {
            this.file = file;
            this.content = content;
            this.fingerprint = fingerprint;
            this.position = from;
            this.end = to;
        }

        long left() {
            return end - position;
        }

        @Override
        public @Nullable ByteBuffer next() throws IOException {
            if (left() == 0) {
                return null;
            }
            ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK_BYTES, left()));
            while (block.hasRemaining()) {
                int count = content.read(block, position);
                if (count < 0) {
                    throw changed();
                }
                position += count;
            }
            if (position == end && !fingerprint.equals(FileFingerprint.of(file))) {
                throw changed();
            }
            return block.flip();
        }

        private FileChangedException changed() {
            return new FileChangedException(file + " changed while it was being read");
        }
    }
}
