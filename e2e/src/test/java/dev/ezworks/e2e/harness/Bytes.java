package dev.ezworks.e2e.harness;

import dev.ezworks.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;

/**
 * Bytes of any length that are made as they are read, the same each time, so that a file of gigabytes needs neither
 * memory nor disk in the test.
 */
public final class Bytes {
    private static final int BLOCK = 1 << 20;

    private final long seed;
    private final long length;

    private Bytes(long seed, long length) {
        this.seed = seed;
        this.length = length;
    }

    public static Bytes of(long seed, long length) {
        return new Bytes(seed, length);
    }

    public long length() {
        return length;
    }

    /** All of them, for lengths that fit into memory. */
    public byte[] array() {
        try (InputStream in = stream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Sha256 sha256() {
        try (InputStream in = stream()) {
            return digest(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The digest of what is left in a stream. */
    public static Sha256 digest(InputStream in) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return Sha256.ofBytes(digest.digest());
    }

    /** The bytes, from the first. */
    public InputStream stream() {
        return new Generated();
    }

    private final class Generated extends InputStream {
        private final byte[] block = new byte[(int) Math.max(Long.BYTES, Math.min(length, BLOCK))];
        private long position;

        Generated() {
            new Random(seed).nextBytes(block);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) {
            if (wanted == 0) {
                return 0;
            }
            if (position == length) {
                return -1;
            }
            int within = (int) (position % BLOCK);
            if (within == 0) {
                // Every block differs, so that one in another's place changes the digest.
                ByteBuffer.wrap(block).putLong(seed * 31 + position);
            }
            int count = (int) Math.min(Math.min(wanted, BLOCK - within), length - position);
            System.arraycopy(block, within, target, offset, count);
            position += count;
            return count;
        }
    }

    /** These bytes from one index to another, for lengths that fit into memory. */
    public byte[] slice(int from, int to) {
        return Arrays.copyOfRange(array(), from, to);
    }
}
