package dev.ezworks.cli.client;

import java.util.Random;

/** Content for tests. */
public final class Bytes {
    private Bytes() {}

    /** Noise, the same for the same size. */
    public static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
