package dev.ezworks.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.Sha256;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSourceTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, BlockReader.BLOCK_BYTES + 1, StreamSource.MAX_HELD_BYTES - 1})
    void aShortStreamShouldAnnounceLengthAndDigest(int size) throws Exception {
        byte[] content = Bytes.random(size);
        try (StreamSource source = StreamSource.open(new ByteArrayInputStream(content))) {
            assertThat(source.length()).hasValue(size);
            assertThat(source.announcedDigest()).contains(Sha256.of(content));
            assertThat(source.body(bytes -> {}, RateLimit.NONE).contentLength()).isEqualTo(size);
            assertThat(Bodies.read(source.body(bytes -> {}, RateLimit.NONE))).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {StreamSource.MAX_HELD_BYTES, StreamSource.MAX_HELD_BYTES + 1, 3 * StreamSource.MAX_HELD_BYTES})
    void aLongStreamShouldBeSentAsItIsReadAndDigestedOnTheWay(int size) throws Exception {
        byte[] content = Bytes.random(size);
        try (StreamSource source = StreamSource.open(new ByteArrayInputStream(content))) {
            assertThat(source.length()).isEmpty();
            assertThat(source.announcedDigest()).isEmpty();
            assertThatThrownBy(source::sentDigest).isInstanceOf(IllegalStateException.class);
            assertThat(Bodies.read(source.body(bytes -> {}, RateLimit.NONE))).isEqualTo(content);
            assertThat(source.sentDigest()).isEqualTo(Sha256.of(content));
        }
    }
}
