package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.web.Ranges.Part;
import dev.ezworks.server.web.Ranges.Parts;
import dev.ezworks.server.web.Ranges.Unsatisfiable;
import dev.ezworks.server.web.Ranges.Whole;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
    @Test
    void noFieldShouldBeTheWhole() {
        assertThat(Ranges.parse(Optional.empty(), 10)).isEqualTo(new Whole());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-9, 0, 9",
        "bytes=3-5, 3, 5",
        "bytes=3-, 3, 9",
        "bytes=9-, 9, 9",
        "bytes=0-99999999999999999999999999, 0, 9",
        "bytes=0000000000000000000000003-0000000000000000000005, 3, 5",
        "bytes=-3, 7, 9",
        "bytes=-10, 0, 9",
        "bytes=-11, 0, 9",
        "bytes=-99999999999999999999999999, 0, 9",
        "BYTES=3-5, 3, 5"
    })
    void oneRangeShouldBeOnePart(String field, long first, long last) {
        assertThat(parse(field)).isEqualTo(parts(new Part(first, last)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes=-",
                "bytes=5-2",
                "bytes=0-1,5-2",
                "bytes=a-b",
                "bytes=1",
                "bytes=1-2-3",
                "bytes=+1-2",
                "bytes=0x1-2",
                "bytes=1.0-2",
                "bytes:0-1",
                "lines=0-1",
                "none",
                "bytes=٣-٥"
            })
    void unknownUnitAndInvalidSetShouldBeIgnored(String field) {
        assertThat(parse(field)).isEqualTo(new Whole());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=10-,-0", "bytes=99999999999999999999999999-"})
    void rangeBeyondTheEndShouldBeUnsatisfiable(String field) {
        assertThat(parse(field)).isEqualTo(new Unsatisfiable());
    }

    @Test
    void rangesShouldKeepTheirOrder() {
        assertThat(parse("bytes=7-8,0-1, 3-4")).isEqualTo(parts(new Part(7, 8), new Part(0, 1), new Part(3, 4)));
    }

    @Test
    void emptyElementsShouldBeSkipped() {
        assertThat(parse("bytes=,0-1 ,, 4-5,")).isEqualTo(parts(new Part(0, 1), new Part(4, 5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-4,3-7",
                "bytes=3-7,0-4",
                "bytes=0-3,4-7",
                "bytes=0-7,2-3",
                "bytes=0-7,0-7",
                "bytes=5-7,0-2,3-4"
            })
    void overlappingAndTouchingRangesShouldBeJoined(String field) {
        assertThat(parse(field)).isEqualTo(parts(new Part(0, 7)));
    }

    @Test
    void suffixThatOverlapsShouldBeJoined() {
        assertThat(parse("bytes=4-,-2")).isEqualTo(parts(new Part(4, 9)));
    }

    @Test
    void satisfiableRangeAmongOthersShouldStandAlone() {
        assertThat(parse("bytes=20-,2-3,-0")).isEqualTo(parts(new Part(2, 3)));
    }

    @Test
    void sixteenRangesShouldBeTheMost() {
        assertThat(Ranges.parse(Optional.of(every10thByte(16)), 1000))
                .isInstanceOfSatisfying(
                        Parts.class, parts -> assertThat(parts.parts()).hasSize(16));
        assertThat(Ranges.parse(Optional.of(every10thByte(17)), 1000)).isEqualTo(new Whole());
    }

    @Test
    void rangesShouldBeCountedAsSent() {
        String same = IntStream.range(0, 17).mapToObj(i -> "0-0").collect(Collectors.joining(","));
        assertThat(parse("bytes=" + same)).isEqualTo(new Whole());
    }

    @Test
    void nothingOfNothingShouldBeSelectable() {
        assertThat(Ranges.parse(Optional.of("bytes=0-"), 0)).isEqualTo(new Unsatisfiable());
        assertThat(Ranges.parse(Optional.of("bytes=-0"), 0)).isEqualTo(new Unsatisfiable());
    }

    @Test
    void suffixOfNothingShouldBeTheWholeOfNothing() {
        // Section 14.1.2: a suffix of a length above 0 can be satisfied; one longer than the whole is the whole.
        assertThat(Ranges.parse(Optional.of("bytes=-5"), 0)).isEqualTo(new Whole());
        assertThat(Ranges.parse(Optional.of("bytes=3-,-5"), 0)).isEqualTo(new Whole());
    }

    @Test
    void partsShouldSayWhereTheyBelong() {
        assertThat(new Part(3, 5).contentRange(10)).isEqualTo("bytes 3-5/10");
        assertThat(new Part(3, 5).length()).isEqualTo(3);
    }

    private static String every10thByte(int count) {
        return "bytes="
                + IntStream.range(0, count).mapToObj(i -> i * 10 + "-" + i * 10).collect(Collectors.joining(","));
    }

    private static Ranges parse(String field) {
        return Ranges.parse(Optional.of(field), 10);
    }

    private static Parts parts(Part... parts) {
        return new Parts(List.of(parts));
    }
}
