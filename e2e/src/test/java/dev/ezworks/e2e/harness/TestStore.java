package dev.ezworks.e2e.harness;

import java.util.Map;

/** A store of our own, to give to a server and to look into behind its back. */
public interface TestStore extends AutoCloseable {
    /** The settings that make a server use it. */
    Map<String, String> environment();

    /** How many bytes of content it holds, published or not. */
    long contentBytes();

    @Override
    void close();
}
