package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A local file. A small one is read once and held; a larger one is read when it is sent, and once more for its digest
 * if that is asked for beforehand. A file that is no longer the one that was opened fails with
 * {@link FileChangedException} before its last block is sent.
 */
public final class FileSource implements RepeatableSource {
    /** Up to here a second look at the disk, and a thread for the digest, cost more than the memory. */
    static final int MAX_HELD_BYTES = 8 * BlockReader.BLOCK_BYTES;

    private final Closeable resource;
    private final Content content;
    private final Looks looks;
    private @Nullable Sha256 digest;

    private FileSource(Closeable resource, Content content, Looks looks, @Nullable Sha256 digest) {
        this.resource = resource;
        this.content = content;
        this.looks = looks;
        this.digest = digest;
    }

    /**
     * Opens a regular file.
     *
     * @param links whether a symbolic link is followed
     * @throws FileChangedException if it changes meanwhile, or has become something else
     */
    public static FileSource open(Path file, LinkOption... links) throws IOException {
        return open(file, FileChannel::open, links);
    }

    static FileSource open(Path file, Opening opening, LinkOption... links) throws IOException {
        // First: another file that takes its place before it is open, or afterwards, does not look like this.
        Looks looks = new Looks(file, List.of(links), FileFingerprint.of(file, links));
        Set<OpenOption> options = new HashSet<>(List.of(links));
        options.add(StandardOpenOption.READ);
        FileChannel channel = opening.open(file, options);
        try {
            if (looks.first().size() > MAX_HELD_BYTES) {
                return new FileSource(channel, channel::read, looks, null);
            }
            byte[] held = held(new Reader(channel::read, looks, 0, looks.first().size()));
            channel.close();
            return new FileSource(() -> {}, (block, position) -> copy(held, block, position), looks, Sha256.of(held));
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
        return looks.file();
    }

    FileFingerprint fingerprint() {
        return looks.first();
    }

    @Override
    public long size() {
        return looks.first().size();
    }

    @Override
    public synchronized Sha256 digest() throws IOException {
        if (digest == null) {
            digest = digest(reader(0, size()));
        }
        return digest;
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
        return size() == 0
                ? BodyPublishers.noBody()
                : new BlockPublisher(size(), () -> reader(0, size()), listener, limit);
    }

    /**
     * Reads a part of the file, and looks at the file again before giving the last block of it.
     *
     * @param to where it ends, exclusive
     */
    BlockReader reader(long from, long to) {
        return new Reader(content, looks, from, to);
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }

    /** What {@link FileChannel#open(Path, Set, java.nio.file.attribute.FileAttribute[])} does. */
    @FunctionalInterface
    interface Opening {
        FileChannel open(Path file, Set<OpenOption> options) throws IOException;
    }

    /** Where the bytes come from: what {@link FileChannel#read(ByteBuffer, long)} does. */
    @FunctionalInterface
    private interface Content {
        int read(ByteBuffer block, long position) throws IOException;
    }

    /** What the file looked like first. */
    private record Looks(Path file, List<LinkOption> links, FileFingerprint first) {
        boolean areStillTheSame() throws IOException {
            return first.equals(FileFingerprint.of(file, links.toArray(LinkOption[]::new)));
        }
    }

    /** What {@link #reader} gives. */
    private static final class Reader implements BlockReader {
        private final Content content;
        private final Looks looks;
        private final long end;
        private long position;

        Reader(Content content, Looks looks, long from, long to) {
            this.content = content;
            this.looks = looks;
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
            if (position == end && !looks.areStillTheSame()) {
                throw changed();
            }
            return block.flip();
        }

        private FileChangedException changed() {
            return new FileChangedException(looks.file() + " changed while it was being read");
        }
    }
}
