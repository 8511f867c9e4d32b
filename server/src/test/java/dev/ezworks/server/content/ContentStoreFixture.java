package dev.ezworks.server.content;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.MutableClock;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What every part of the {@link ContentStoreContract} works with. */
public interface ContentStoreFixture {
    /** How long unfinished content is kept, where a test does not say otherwise. */
    Duration LEASE = Duration.ofHours(1);

    /** The store under test. */
    ContentStore testee();

    /** The clock that the store runs on. */
    MutableClock clock();

    /** Bytes that no mix-up of offsets leaves the same; the same ones for the same size. */
    static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** What is said of these bytes when they are sealed. */
    static ContentDescription describe(byte[] bytes) {
        return new ContentDescription(
                bytes.length, Sha256.of(bytes), "olga", "reports/march.csv", "application/octet-stream");
    }

    /** What is in these buffers, one after the other. */
    static byte[] bytesOf(List<ByteBuffer> buffers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    /** Unfinished content that holds these bytes, and who holds its claim. */
    default Claim begin(ContentId id, byte[] bytes) {
        Claim claim = one(testee().create(id, LEASE));
        long size = one(testee().append(id, claim.epoch(), 0, new CountedSlabs().of(bytes)));
        return new Claim(claim.epoch(), size);
    }

    /** Sealed and settled content that holds these bytes. */
    default ContentId store(byte[] bytes) {
        ContentId id = ContentId.random();
        long epoch = begin(id, bytes).epoch();
        done(testee().seal(id, epoch, describe(bytes)));
        done(testee().settle(id, epoch));
        return id;
    }

    /** The bytes of a range of sealed content. */
    default byte[] read(ContentId id, ByteRange range) {
        return bytesOf(all(testee().read(id, range)));
    }

    /** All of some sealed content. */
    default byte[] read(ContentId id, long length) {
        return read(id, ByteRange.whole(length));
    }
}
