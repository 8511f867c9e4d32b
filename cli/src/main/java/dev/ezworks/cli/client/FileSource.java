package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A local file, read twice: once for its digest, once to be sent; a small one is held in between. The digest goes ahead
 * of the bytes, so that the server publishes nothing else. A file that is no longer the one that was read first fails
 * with {@link FileChangedException} before its last block is sent, and then nothing is published.
 */
public final class FileSource implements UploadSource {
    /** Up to here a second look at the disk, and a thread for the digest, cost more than the memory. */
    static final int MAX_HELD_BYTES = 8 * BlockReader.BLOCK_BYTES;

    private final Path file;
    private final Closeable resource;
    private final Content content;
    private final Fingerprint fingerprint;
    private final Sha256 digest;

    private FileSource(Path file, Closeable resource, Content content, Fingerprint fingerprint, Sha256 digest) {
        this.file = file;
        this.resource = resource;
        this.content = content;
        this.fingerprint = fingerprint;
        this.digest = digest;
    }

    /**
     * Opens a file and computes its digest.
     *
     * @throws FileChangedException if it changes meanwhile
     */
    public static FileSource open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            Fingerprint fingerprint = Fingerprint.of(file);
            if (fingerprint.size() > MAX_HELD_BYTES) {
                Sha256 digest = digest(new Reader(file, channel::read, fingerprint));
                return new FileSource(file, channel, channel::read, fingerprint, digest);
            }
            ByteBuffer held = held(new Reader(file, channel::read, fingerprint), (int) fingerprint.size());
            channel.close();
            return new FileSource(
                    file,
                    () -> {},
                    (block, position) -> copy(held, block, position),
                    fingerprint,
                    Sha256.of(held.array()));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Sha256 digest(BlockReader reader) throws IOException {
        try (BackgroundDigest digest = new BackgroundDigest()) {
            for (ByteBuffer block = reader.next(); block != null; block = reader.next()) {
                digest.update(block);
            }
            return digest.value();
        }
    }

    private static ByteBuffer held(BlockReader reader, int size) throws IOException {
        ByteBuffer held = ByteBuffer.allocate(size);
        for (ByteBuffer block = reader.next(); block != null; block = reader.next()) {
            held.put(block);
        }
        return held;
    }

    private static int copy(ByteBuffer held, ByteBuffer block, long position) {
        int count = block.remaining();
        block.put(held.array(), (int) position, count);
        return count;
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(fingerprint.size());
    }

    @Override
    public Optional<Sha256> announcedDigest() {
        return Optional.of(digest);
    }

    @Override
    public BodyPublisher body(TransferListener listener, RateLimit limit) {
        if (fingerprint.size() == 0) {
            return BodyPublishers.noBody();
        }
        return new BlockPublisher(fingerprint.size(), () -> new Reader(file, content, fingerprint), listener, limit);
    }

    @Override
    public Sha256 sentDigest() {
        return digest;
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

    /** What a file looks like from outside; a change of its bytes shows here, short of malice. */
    private record Fingerprint(
            long size, FileTime modified, @Nullable Object key) {
        static Fingerprint of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Fingerprint(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    /** Reads exactly the bytes that the file had at first, and looks at it again before giving the last of them. */
    private static final class Reader implements BlockReader {
        private final Path file;
        private final Content content;
        private final Fingerprint fingerprint;
        private long position;

        Reader(Path file, Content content, Fingerprint fingerprint) {
            this.file = file;
            this.content = content;
            this.fingerprint = fingerprint;
        }

        @Override
        public @Nullable ByteBuffer next() throws IOException {
            long left = fingerprint.size() - position;
            if (left == 0) {
                return null;
            }
            ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK_BYTES, left));
            while (block.hasRemaining()) {
                int count = content.read(block, position);
                if (count < 0) {
                    throw changed();
                }
                position += count;
            }
            if (position == fingerprint.size() && !fingerprint.equals(Fingerprint.of(file))) {
                throw changed();
            }
            return block.flip();
        }

        private FileChangedException changed() {
            return new FileChangedException(file + " changed while it was being read");
        }
    }
}
