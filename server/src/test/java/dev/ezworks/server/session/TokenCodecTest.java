package dev.ezworks.server.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.MutableClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCodecTest {
    private static final String SECRET = "a secret of at least 64 bytes, which is enough for any algorithm";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant IN_A_DAY = NOW.plus(Duration.ofDays(1));
    private static final SessionId SID = new SessionId("A".repeat(43));
    private static final TokenClaims CLAIMS =
            new TokenClaims(Role.OPS, new Username("åsa@example.org"), SID, NOW, IN_A_DAY);

    private final MutableClock clock = new MutableClock(NOW);
    private final TokenCodec codec = codec(TokenAlgorithm.HS256, SECRET);

    private TokenCodec codec(TokenAlgorithm algorithm, String secret) {
        return new TokenCodec(TokenKey.of(algorithm, secret), clock);
    }

    @ParameterizedTest
    @EnumSource(TokenAlgorithm.class)
    void tokenShouldSayWhatWentIntoIt(TokenAlgorithm algorithm) {
        TokenCodec any = codec(algorithm, SECRET);
        assertThat(any.decode(any.encode(CLAIMS))).isEqualTo(CLAIMS);
    }

    @Test
    void tokenShouldBeAnOrdinaryJwt() {
        String[] parts = codec.encode(CLAIMS).split("\\.", -1);
        assertThat(parts).hasSize(3);
        assertThat(decoded(parts[0])).contains("\"alg\":\"HS256\"").contains("\"typ\":\"JWT\"");
        assertThat(decoded(parts[1]))
                .contains("\"iss\":\"EzWorks\"")
                .contains("\"sub\":\"åsa@example.org\"")
                .contains("\"aud\":\"ops\"")
                .contains("\"sid\":\"" + SID.value() + "\"")
                .contains("\"iat\":1767225600")
                .contains("\"exp\":1767312000");
    }

    @Test
    void longestUsernameShouldFit() {
        // 64 characters of four bytes each.
        TokenClaims claims = new TokenClaims(Role.CLIENT, new Username("𠀀".repeat(64)), SID, NOW, IN_A_DAY);
        String token = codec(TokenAlgorithm.HS512, SECRET).encode(claims);
        assertThat(token).hasSizeLessThan(800);
        assertThat(codec(TokenAlgorithm.HS512, SECRET).decode(token)).isEqualTo(claims);
    }

    @Test
    void tokenSignedByOthersWithOurSecretShouldBeRead() {
        assertThat(codec.decode(HandmadeToken.hs256(payload(Map.of()), SECRET)))
                .isEqualTo(new TokenClaims(Role.CLIENT, new Username("bo"), SID, NOW, IN_A_DAY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "31 bytes are one short of enough"})
    void shortSecretShouldSignAsHmacDoes(String secret) {
        String handmade = HandmadeToken.hs256(payload(Map.of()), secret);
        TokenCodec shortened = codec(TokenAlgorithm.HS256, secret);
        assertThat(shortened.decode(handmade).username()).hasToString("bo");
        assertThat(shortened.decode(shortened.encode(CLAIMS))).isEqualTo(CLAIMS);
    }

    @Test
    void secretLongerThanTheHashsBlockShouldSignAsHmacDoes() {
        String secret = "x".repeat(200);
        assertThat(codec(TokenAlgorithm.HS256, secret)
                        .decode(HandmadeToken.hs256(payload(Map.of()), secret))
                        .username())
                .hasToString("bo");
    }

    @Test
    void tokenShouldBeRefusedFromItsExpiryOn() {
        String token = codec.encode(CLAIMS);
        clock.advance(Duration.ofDays(1).minusNanos(1));
        assertThat(codec.decode(token)).isEqualTo(CLAIMS);
        clock.advance(Duration.ofNanos(1));
        assertRefused(token, "expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void unsignedTokenShouldBeRefused(String none) {
        String header = HandmadeToken.base64(("{\"alg\":\"" + none + "\"}").getBytes(UTF_8));
        String unsigned = header + "." + HandmadeToken.base64(payload(Map.of()).getBytes(UTF_8)) + ".";
        assertRefused(unsigned);
        assertRefused(unsigned + signatureOf(codec.encode(CLAIMS)));
    }

    @ParameterizedTest
    @CsvSource({"HS384,HmacSHA384", "HS512,HmacSHA512"})
    void tokenOfAnotherAlgorithmShouldBeRefusedThoughTheSecretIsRight(String name, String macAlgorithm) {
        String header = "{\"alg\":\"" + name + "\"}";
        assertRefused(HandmadeToken.signed(header, payload(Map.of()), macAlgorithm, SECRET), "signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA", "dir", "HS255", "hs256", ""})
    void headerThatNamesAnotherAlgorithmShouldBeRefusedThoughTheSignatureIsRight(String algorithm) {
        String header = "{\"alg\":\"" + algorithm + "\"}";
        assertRefused(HandmadeToken.signed(header, payload(Map.of()), "HmacSHA256", SECRET));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "\"HS256\"",
                "{\"alg\":null}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":256}",
                "{\"alg\":\"HS256\"",
                "{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}",
                "{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}",
                ""
            })
    void oddHeaderShouldBeRefusedThoughTheSignatureIsRight(String header) {
        assertRefused(HandmadeToken.signed(header, payload(Map.of()), "HmacSHA256", SECRET));
    }

    @Test
    void tokenSignedWithAnotherSecretShouldBeRefused() {
        assertRefused(HandmadeToken.hs256(payload(Map.of()), SECRET + "x"), "signature");
    }

    @Test
    void everyChangedCharacterShouldBeNoticed() {
        String token = codec.encode(CLAIMS);
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertRefused(token.substring(0, i) + other + token.substring(i + 1));
        }
    }

    @Test
    void payloadOfOneTokenWithTheSignatureOfAnotherShouldBeRefused() {
        String other = codec.encode(new TokenClaims(Role.CLIENT, new Username("bo"), SID, NOW, IN_A_DAY));
        String token = codec.encode(CLAIMS);
        assertRefused(other.substring(0, other.lastIndexOf('.') + 1) + signatureOf(token), "signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "sid", "iat", "exp"})
    void tokenWithoutAClaimShouldBeRefused(String claim) {
        Map<String, String> claims = claims();
        claims.remove(claim);
        assertRefused(HandmadeToken.hs256(json(claims), SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "sid", "iat", "exp"})
    void claimOfTheWrongTypeShouldBeRefused(String claim) {
        for (String wrong : List.of("null", "true", "{}", "[]", "\"\"", "[\"ops\"]", "{\"a\":1}")) {
            assertRefused(HandmadeToken.hs256(payload(Map.of(claim, wrong)), SECRET));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"someone\"", "\"ezworks\"", "[\"EzWorks\"]", "1"})
    void anotherIssuerShouldBeRefused(String issuer) {
        assertRefused(HandmadeToken.hs256(payload(Map.of("iss", issuer)), SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"admin\"", "\"OPS\"", "\"ops \"", "[\"ops\"]", "[\"ops\",\"client\"]"})
    void anotherAudienceShouldBeRefused(String audience) {
        assertRefused(HandmadeToken.hs256(payload(Map.of("aud", audience)), SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1767225600", "1767225599.9", "-9223372036854775808"})
    void expiryThatHasPassedShouldBeRefused(String expiry) {
        assertRefused(HandmadeToken.hs256(payload(Map.of("exp", expiry)), SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "1e400", "99999999999999999999999999", "\"1767312000\""})
    void expiryThatIsNoTimeShouldBeRefused(String expiry) {
        assertRefused(HandmadeToken.hs256(payload(Map.of("exp", expiry)), SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a b\"", "\"..\"", "\"../../etc\"", "\"\\u0000\""})
    void subjectThatIsNoUsernameShouldBeRefused(String subject) {
        assertRefused(HandmadeToken.hs256(payload(Map.of("sub", subject)), SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"short\"", "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\""})
    void oddSessionIdShouldBeRefused(String sid) {
        assertRefused(HandmadeToken.hs256(payload(Map.of("sid", sid)), SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "\"text\"", "1", "", "{", "{\"iss\":\"EzWorks\"}x"})
    void payloadThatIsNoClaimsSetShouldBeRefused(String payload) {
        assertRefused(HandmadeToken.hs256(payload, SECRET));
    }

    @Test
    void hugeTokenShouldBeRefusedThoughItsSignatureIsRight() {
        String padding = "\"" + "x".repeat(TokenCodec.MAX_LENGTH) + "\"";
        assertRefused(HandmadeToken.hs256(payload(Map.of("padding", padding)), SECRET), "too long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "...",
                "....",
                "a.b.c",
                "a.b.c.d.e",
                "eyJhbGciOiJIUzI1NiJ9",
                "eyJhbGciOiJIUzI1NiJ9.e30",
                "eyJhbGciOiJIUzI1NiJ9.e30.",
                "eyJhbGciOiJIUzI1NiJ9..",
                "%00.%00.%00",
                "ключ.ключ.ключ",
                "\0\0\0"
            })
    void junkShouldBeRefused(String junk) {
        assertRefused(junk);
    }

    @Test
    void deeplyNestedHeaderShouldBeRefused() {
        String nested = "{\"alg\":" + "[".repeat(1000);
        assertRefused(HandmadeToken.base64(nested.getBytes(UTF_8)) + ".e30.AAAA");
    }

    @Test
    void randomlyDamagedTokensShouldBeRefusedAndNothingElseThrown() {
        Random random = new Random(42);
        String token = codec.encode(CLAIMS);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder damaged = new StringBuilder(token);
            int edits = 1 + random.nextInt(4);
            for (int edit = 0; edit < edits; edit++) {
                int at = random.nextInt(damaged.length() - 2);
                switch (random.nextInt(3)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.insert(at, (char) random.nextInt(0x250));
                    default -> damaged.setCharAt(at, (char) (damaged.charAt(at) ^ (1 + random.nextInt(127))));
                }
            }
            if (!damaged.toString().equals(token)) {
                assertRefused(damaged.toString());
            }
        }
    }

    @Test
    void randomHeadersAndPayloadsShouldBeRefusedAndNothingElseThrown() {
        Random random = new Random(43);
        String alphabet = "{}[]\":,\\u0eE+-.1alg crit jwk x5c kid null true HS256";
        for (int i = 0; i < 5_000; i++) {
            String header = i % 2 == 0 ? HandmadeToken.HS256_HEADER : randomText(random, alphabet);
            assertRefused(HandmadeToken.signed(header, randomText(random, alphabet), "HmacSHA256", SECRET));
        }
    }

    @Test
    void refusalShouldNotQuoteTheToken() {
        String token = codec.encode(CLAIMS);
        clock.advance(Duration.ofDays(2));
        assertThatExceptionOfType(InvalidTokenException.class)
                .isThrownBy(() -> codec.decode(token))
                .satisfies(e -> assertThat(e.toString()).doesNotContain(token, SID.value(), "åsa"));
    }

    @Test
    void sessionIdsShouldBe256RandomBits() {
        SecureRandom random = new SecureRandom();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.add(SessionId.random(random).value());
        }
        assertThat(ids)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(Base64.getUrlDecoder().decode(id)).hasSize(32));
    }

    @Test
    void sessionIdShouldBeHashedAsItIsWritten() {
        // printf AAAA… | sha256sum
        assertThat(SID.hash()).isEqualTo("0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a");
        assertThat(SID.toString()).doesNotContain("AAA");
    }

    private void assertRefused(String token) {
        assertRefused(token, "");
    }

    private void assertRefused(String token, String reason) {
        assertThatExceptionOfType(InvalidTokenException.class)
                .as(token)
                .isThrownBy(() -> codec.decode(token))
                .withMessageContaining(reason);
    }

    private static String randomText(Random random, String alphabet) {
        return random.ints(random.nextInt(60), 0, alphabet.length())
                .mapToObj(i -> String.valueOf(alphabet.charAt(i)))
                .collect(Collectors.joining());
    }

    private static String payload(Map<String, String> changes) {
        Map<String, String> claims = claims();
        claims.putAll(changes);
        return json(claims);
    }

    /** Good claims, each value as JSON. */
    private static Map<String, String> claims() {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iss", "\"EzWorks\"");
        claims.put("sub", "\"bo\"");
        claims.put("aud", "\"client\"");
        claims.put("sid", "\"" + SID.value() + "\"");
        claims.put("iat", "1767225600");
        claims.put("exp", "1767312000");
        return claims;
    }

    private static String json(Map<String, String> claims) {
        return claims.entrySet().stream()
                .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String signatureOf(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }
}
