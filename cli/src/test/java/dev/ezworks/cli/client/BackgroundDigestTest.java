package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.Sha256;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundDigestTest {
    private final BackgroundDigest digest = new BackgroundDigest();

    @AfterEach
    void close() {
        digest.close();
    }

    @Test
    void nothingShouldHaveTheDigestOfNothing() throws Exception {
        assertThat(digest.value()).isEqualTo(Sha256.of(new byte[0]));
    }

    @Test
    void moreBlocksThanAreHeldShouldBeTakenInTheirOrder() throws Exception {
        byte[] content = Bytes.random(1_000_003);
        for (int from = 0; from < content.length; from += 1000) {
            digest.update(ByteBuffer.wrap(content, from, Math.min(1000, content.length - from)));
        }
        assertThat(digest.value()).isEqualTo(Sha256.of(content));
    }

    @Test
    void aBlockShouldStillBeThereForItsOwner() throws Exception {
        ByteBuffer block = ByteBuffer.wrap(Bytes.random(100), 10, 80).asReadOnlyBuffer();

        digest.update(block);
        digest.value();

        assertThat(block.position()).isEqualTo(10);
        assertThat(block.remaining()).isEqualTo(80);
    }

    @Test
    void whoHandsBlocksOverShouldBeInterruptible() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> digest.update(ByteBuffer.allocate(1))).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
