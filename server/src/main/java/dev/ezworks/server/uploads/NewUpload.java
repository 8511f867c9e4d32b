package dev.ezworks.server.uploads;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import java.util.Optional;

/**
 * A resumable upload that somebody wants to begin.
 *
 * @param contentType media type of the file
 * @param metadata as it was sent
 * @param length of the whole in bytes; empty: it will be told later
 * @param expected what the whole must come to; empty: the sender did not say
 * @param onlyNew whether the file may appear only where the name has none
 */
record NewUpload(
        FileName name,
        String contentType,
        String metadata,
        Optional<Long> length,
        Optional<Sha256> expected,
        boolean onlyNew) {}
