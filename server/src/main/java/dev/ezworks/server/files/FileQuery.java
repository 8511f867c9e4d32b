package dev.ezworks.server.files;

/**
 * Which files of a catalog to list.
 *
 * @param prefix only names that begin with it (UTF-8 bytes); empty: all
 * @param after only names that come after it in the order of UTF-8 bytes, whether it exists or not; empty: from the
 *     first
 * @param limit at most this many, at least 1; {@link Long#MAX_VALUE}: no limit
 */
public record FileQuery(String prefix, String after, long limit) {
    /** The whole catalog. */
    public static final FileQuery ALL = new FileQuery("", "", Long.MAX_VALUE);

    public FileQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }
}
