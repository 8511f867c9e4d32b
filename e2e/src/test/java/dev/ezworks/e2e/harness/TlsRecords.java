package dev.ezworks.e2e.harness;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * A connection that notes how the server cuts what it sends into TLS records (RFC 8446 section 5.1): a socket of
 * {@code SSLSocketFactory} is laid over it.
 */
public final class TlsRecords extends Socket {
    private static final int HEADER = 5;
    private static final int APPLICATION_DATA = 23;

    private long records;
    private long bytes;

    /** Connects to a port of 127.0.0.1. */
    public TlsRecords(int port) throws IOException {
        super("127.0.0.1", port);
    }

    /** How many bytes a record with application data has, on average; with the handshake's few in TLS 1.3. */
    public long averageLength() {
        return bytes / records;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Reader(super.getInputStream());
    }

    private final class Reader extends FilterInputStream {
        private final ByteBuffer header = ByteBuffer.allocate(HEADER);
        private int left;

        Reader(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            for (int i = 0; i < count; i++) {
                follow(buffer[offset + i]);
            }
            return count;
        }

        private void follow(byte next) {
            if (left > 0) {
                left--;
                return;
            }
            header.put(next);
            if (!header.hasRemaining()) {
                header.flip();
                int type = header.get(0);
                left = Short.toUnsignedInt(header.getShort(3));
                if (type == APPLICATION_DATA) {
                    records++;
                    bytes += left;
                }
                header.clear();
            }
        }
    }
}
