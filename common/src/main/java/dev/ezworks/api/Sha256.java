package dev.ezworks.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A SHA-256 digest: lower-case hex in JSON and on the screen, RFC 9530 in headers. */
public final class Sha256 {
    private static final int LENGTH = 32;
    // A dictionary member of RFC 9530 section 2: algorithm key, '=', byte sequence of RFC 8941 section 3.3.5, and
    // parameters that nobody has given a meaning yet.
    private static final Pattern MEMBER =
            Pattern.compile("\\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/=]*):\\s*(?:;[^,]*)?");

    private final byte[] bytes;

    private Sha256(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A digest from its 32 bytes, which are copied.
     *
     * @throws IllegalArgumentException if there are not 32
     */
    public static Sha256 ofBytes(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a SHA-256 digest has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new Sha256(bytes.clone());
    }

    /**
     * A digest from 64 hex digits of either case.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Sha256 ofHex(String hex) {
        return ofBytes(HexFormat.of().parseHex(hex));
    }

    /** The digest of these bytes. */
    public static Sha256 of(byte[] content) {
        return new Sha256(newDigest().digest(content));
    }

    /** A fresh SHA-256 computation; finish it with {@code Sha256.ofBytes(digest.digest())}. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /**
     * Reads a {@code Repr-Digest} or {@code Content-Digest} field (RFC 9530).
     *
     * @return the {@code sha-256} member; empty if the field names only other algorithms
     * @throws IllegalArgumentException if the field is malformed or its {@code sha-256} is not 32 bytes
     */
    public static Optional<Sha256> parseDigestField(String field) {
        Optional<Sha256> found = Optional.empty();
        for (String part : field.split(",", -1)) {
            Matcher member = MEMBER.matcher(part);
            if (!member.matches()) {
                throw new IllegalArgumentException("a digest field is a list of algorithm=:base64:");
            }
            if (member.group(1).equals("sha-256")) {
                found = Optional.of(ofBytes(Base64.getDecoder().decode(member.group(2))));
            }
        }
        return found;
    }

    /** 64 lower-case hex digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The value of a {@code Repr-Digest} field (RFC 9530): {@code sha-256=:…:}. */
    public String digestField() {
        return "sha-256=:" + Base64.getEncoder().encodeToString(bytes) + ":";
    }

    /** The 32 bytes, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
