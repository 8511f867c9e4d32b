package dev.ezworks.server.files;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import java.time.Instant;

/**
 * The current version of a file.
 *
 * @param owner the operator who published it
 * @param version 1 for the first upload to the name, one more for each later one, never used twice
 * @param content where its bytes are
 * @param size in bytes
 * @param contentType media type
 * @param uploadedAt when this version was published, in milliseconds
 * @param damaged whether its bytes were found not to be those that were uploaded
 */
public record StoredFile(
        Username owner,
        FileName name,
        long version,
        ContentId content,
        long size,
        String contentType,
        Sha256 sha256,
        Instant uploadedAt,
        boolean damaged) {

    /** The file as the API describes it. */
    public FileInfo info() {
        return new FileInfo(name.value(), size, contentType, sha256.hex(), version, uploadedAt, damaged);
    }
}
