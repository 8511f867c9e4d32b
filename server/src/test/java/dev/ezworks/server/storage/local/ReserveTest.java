package dev.ezworks.server.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReserveTest {
    private static final long GIB = 1L << 30;

    @Test
    void reserveShouldBeTheSmallerOfBytesAndPart() {
        assertThat(Reserve.DEFAULT.of(1000 * GIB)).isEqualTo(GIB);
        assertThat(Reserve.DEFAULT.of(10 * GIB)).isEqualTo(GIB / 2);
        assertThat(new Reserve(Long.MAX_VALUE, 0.25).of(8 * GIB)).isEqualTo(2 * GIB);
        assertThat(new Reserve(3 * GIB, 1).of(8 * GIB)).isEqualTo(3 * GIB);
    }

    @Test
    void reserveShouldBeNoMoreThanTheDiskAndNoLessThanNothing() {
        assertThatThrownBy(() -> new Reserve(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Reserve(0, 1.01)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Reserve(0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
