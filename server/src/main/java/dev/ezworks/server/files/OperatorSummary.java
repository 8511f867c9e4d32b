package dev.ezworks.server.files;

import dev.ezworks.api.Username;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's catalog in one line.
 *
 * @param files how many files it has
 * @param newestUpload when the newest of them was published; null if there is none
 */
public record OperatorSummary(
        Username operator, long files, @Nullable Instant newestUpload) {}
