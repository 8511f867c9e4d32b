package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSourceTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, BlockReader.BLOCK_BYTES + 1, StreamSource.MAX_HELD_BYTES - 1})
    void aShortStreamShouldAnnounceLengthAndDigest(int size) throws Exception {
        byte[] content = Bytes.random(size);
        try (UploadSource source = StreamSource.open(new ByteArrayInputStream(content))) {
            RepeatableSource held = (RepeatableSource) source;
            assertThat(source.length()).hasValue(size);
            assertThat(source.announcedDigest()).contains(Sha256.of(content));
            for (int time = 0; time < 2; time++) {
                assertThat(held.body(bytes -> {}, RateLimit.NONE).contentLength())
                        .isEqualTo(size);
                assertThat(Bodies.read(held.body(bytes -> {}, RateLimit.NONE))).isEqualTo(content);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                StreamSource.MAX_HELD_BYTES,
                StreamSource.MAX_HELD_BYTES + 1,
                StreamSource.MAX_HELD_BYTES + BlockReader.BLOCK_BYTES,
                3 * StreamSource.MAX_HELD_BYTES + 5
            })
    void ofALongStreamTheLastBlockShouldStayBackUntilItsDigestIsKnown(int size) throws Exception {
        byte[] content = Bytes.random(size);
        try (UploadSource source = StreamSource.open(new ByteArrayInputStream(content))) {
            StreamSource stream = (StreamSource) source;
            assertThat(source.length()).isEmpty();
            assertThat(source.announcedDigest()).isEmpty();
            assertThat(stream.ended()).isFalse();

            byte[] most = bytes(stream.allButLast());

            assertThat(stream.ended()).isTrue();
            assertThat(stream.lastOffset()).isEqualTo(most.length);
            assertThat(stream.last().remaining()).isBetween(1, BlockReader.BLOCK_BYTES);
            assertThat(stream.whole()).isEqualTo(new Whole(size, Sha256.of(content)));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(most);
            all.writeBytes(bytes(BlockReader.of(stream.last())));
            assertThat(all.toByteArray()).isEqualTo(content);
        }
    }

    private static byte[] bytes(BlockReader reader) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer block = reader.next(); block != null; block = reader.next()) {
            byte[] copy = new byte[block.remaining()];
            block.get(copy);
            bytes.writeBytes(copy);
        }
        return bytes.toByteArray();
    }
}
