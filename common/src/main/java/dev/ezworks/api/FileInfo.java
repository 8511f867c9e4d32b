package dev.ezworks.api;

import java.time.Instant;

/**
 * A file of a catalog as the API describes it.
 *
 * @param name the file's name, segments joined by {@code /}
 * @param size in bytes
 * @param contentType the media type it was uploaded with
 * @param sha256 64 lower-case hex digits
 * @param version 1 for the first upload to the name, one more for each later one, never used twice
 * @param uploadedAt when this version was published
 * @param damaged whether the stored bytes were found not to be those that were uploaded; then they are not given out
 */
public record FileInfo(
        String name, long size, String contentType, String sha256, long version, Instant uploadedAt, boolean damaged) {}
