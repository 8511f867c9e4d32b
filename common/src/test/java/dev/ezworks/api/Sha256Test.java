package dev.ezworks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {
    // FIPS 180-4's example, and the empty message.
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String ABC_FIELD = "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:";
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final Sha256 abc = Sha256.of("abc".getBytes(StandardCharsets.US_ASCII));

    @Test
    void digestShouldBeTheOneOfTheStandard() {
        assertThat(abc.hex()).isEqualTo(ABC);
        assertThat(Sha256.of(new byte[0]).hex()).isEqualTo(EMPTY);
        assertThat(abc.digestField()).isEqualTo(ABC_FIELD);
    }

    @Test
    void everyFormShouldReadBackAsTheSame() {
        assertThat(Sha256.ofHex(ABC)).isEqualTo(abc);
        assertThat(Sha256.ofHex(ABC.toUpperCase(java.util.Locale.ROOT))).isEqualTo(abc);
        assertThat(Sha256.ofBytes(abc.bytes())).isEqualTo(abc).hasSameHashCodeAs(abc);
        assertThat(Sha256.parseDigestField(ABC_FIELD)).contains(abc);
    }

    @Test
    void bytesGivenOutShouldBeACopy() {
        abc.bytes()[0] = 0;
        assertThat(abc.hex()).isEqualTo(ABC);
    }

    @Test
    void digestFieldShouldBeFoundAmongOthers() {
        assertThat(Sha256.parseDigestField("md5=:AAAA:, " + ABC_FIELD + " , sha-512=:AAAA:"))
                .contains(abc);
        assertThat(Sha256.parseDigestField("sha-512=:AAAA:")).isEmpty();
    }

    @Test
    void parametersOfAMemberShouldBeIgnored() {
        // RFC 8941 section 3.2: a member of a dictionary may have parameters.
        assertThat(Sha256.parseDigestField(ABC_FIELD + ";q=1")).contains(abc);
        assertThat(Sha256.parseDigestField("md5=:AAAA:;a;b=\"c\", " + ABC_FIELD))
                .contains(abc);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha-256",
                "sha-256=",
                "sha-256=ungWv48B",
                "sha-256=:AAAA:",
                "sha-256=:====:",
                "=:AAAA:",
                "junk",
                "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:,"
            })
    void malformedDigestFieldShouldBeRefused(String field) {
        assertThatThrownBy(() -> Sha256.parseDigestField(field)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"})
    void malformedHexShouldBeRefused(String hex) {
        assertThatThrownBy(() -> Sha256.ofHex(hex)).isInstanceOf(IllegalArgumentException.class);
    }
}
