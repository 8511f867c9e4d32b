package dev.ezworks.e2e.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store of our own, to give to a server and to look into behind its back. */
public interface TestStore extends AutoCloseable {
    /** The settings that make a server use it. */
    Map<String, String> environment();

    /** The files and folders around the folder that it keeps its data in, and those at the top of that one; all stay. */
    Set<Path> places();

    /** How many bytes of content it holds, published or not. */
    long contentBytes();

    /**
     * What does not fit together, a line each: content that no current version refers to, wherever a trace of it is,
     * versions whose content is not there or is not all and only theirs, and resumable uploads, finished or not. Empty
     * after a sweep, if nothing is under way and {@linkplain #letTimePass time has passed}.
     */
    List<String> leftovers();

    /**
     * Waits until everything that a server which is gone by now has asked the store for is done, or never will be, and
     * everybody who reads sees it.
     */
    void settle();

    /** Makes every lease, grace time and expiry one that ended long ago. No server may be running. */
    void letTimePass();

    /** Changes a byte in the middle of the one content that is this long; done again it is as it was. */
    void flipByte(long length);

    /** Loses the last byte of the one content that is this long, or more of it. */
    void loseEnd(long length);

    /** Loses all bytes of the one content that is this long. */
    void loseAll(long length);

    @Override
    void close();
}
