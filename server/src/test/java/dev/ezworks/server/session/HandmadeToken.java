package dev.ezworks.server.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Builds tokens from their parts without the library that reads them: good ones, and ones that a forger would try. */
final class HandmadeToken {
    static final String HS256_HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private HandmadeToken() {}

    static String signed(String header, String payload, String macAlgorithm, String secret) {
        String input = base64(header.getBytes(UTF_8)) + "." + base64(payload.getBytes(UTF_8));
        return input + "." + base64(mac(macAlgorithm, secret, input));
    }

    static String hs256(String payload, String secret) {
        return signed(HS256_HEADER, payload, "HmacSHA256", secret);
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] mac(String algorithm, String secret, String input) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), algorithm));
            return mac.doFinal(input.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
