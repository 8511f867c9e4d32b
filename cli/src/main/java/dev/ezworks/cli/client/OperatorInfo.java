package dev.ezworks.cli.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator, as clients see one.
 *
 * @param files how many files are in the catalog
 * @param newestUpload when the newest of them was published; null if there is none
 */
public record OperatorInfo(
        String username, long files, @Nullable Instant newestUpload) {}
