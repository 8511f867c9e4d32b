package dev.ezworks.cli.client;

import dev.ezworks.api.Sha256;
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
 * A local file, read twice: once for its digest, once to be sent. The digest goes ahead of the bytes, so that the
 * server publishes nothing else. A file that is no longer the one that was read first fails with
 * {@link FileChangedException} before its last block is sent, and then nothing is published.
 */
public final class FileSource implements UploadSource {
    private final Path file;
    private final FileChannel channel;
    private final Fingerprint fingerprint;
    private final Sha256 digest;

    private FileSource(Path file, FileChannel channel, Fingerprint fingerprint, Sha256 digest) {
        this.file = file;
        this.channel = channel;
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
        try (BackgroundDigest digest = new BackgroundDigest()) {
            Fingerprint fingerprint = Fingerprint.of(file);
            BlockReader reader = new Reader(file, channel, fingerprint);
            for (ByteBuffer block = reader.next(); block != null; block = reader.next()) {
                digest.update(block);
            }
            return new FileSource(file, channel, fingerprint, digest.value());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
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
        return new BlockPublisher(fingerprint.size(), () -> new Reader(file, channel, fingerprint), listener, limit);
    }

    @Override
    public Sha256 sentDigest() {
        return digest;
    }

    @Override
    public void close() throws IOException {
        channel.close();
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
        private final FileChannel channel;
        private final Fingerprint fingerprint;
        private long position;

        Reader(Path file, FileChannel channel, Fingerprint fingerprint) {
            this.file = file;
            this.channel = channel;
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
                int count = channel.read(block, position);
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
