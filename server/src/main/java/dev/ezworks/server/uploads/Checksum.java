package dev.ezworks.server.uploads;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the bytes of a piece must come to (tus, extension {@code checksum}). */
final class Checksum {
    private final Algorithm algorithm;
    private final byte[] value;

    /** How it is computed, by the names that tus and the JDK have for it. */
    enum Algorithm {
        SHA1("SHA-1"),
        SHA256("SHA-256");

        private final String jdkName;

        Algorithm(String jdkName) {
            this.jdkName = jdkName;
        }

        /** As tus names it. */
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** All of them, separated by commas. */
        static String ids() {
            return Arrays.stream(values()).map(Algorithm::id).collect(Collectors.joining(","));
        }

        static Optional<Algorithm> of(String id) {
            return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst();
        }
    }

    Checksum(Algorithm algorithm, byte[] value) {
        this.algorithm = algorithm;
        this.value = value.clone();
    }

    /** A fresh computation. */
    MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(algorithm.jdkName);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has " + algorithm.jdkName, e);
        }
    }

    /** Whether this is what a computation has come to. */
    boolean matches(MessageDigest digest) {
        return MessageDigest.isEqual(value, digest.digest());
    }
}
