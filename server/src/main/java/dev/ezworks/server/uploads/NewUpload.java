package dev.ezworks.server.uploads;

import dev.ezworks.api.FileName;
import java.util.Optional;

/**
 * A resumable upload that somebody wants to begin.
 *
 * @param contentType media type of the file
 * @param metadata as it was sent
 * @param length of the whole in bytes; empty: it will be told later
 * @param onlyNew whether the file may appear only where the name has none
 */
record NewUpload(FileName name, String contentType, String metadata, Optional<Long> length, boolean onlyNew) {}
