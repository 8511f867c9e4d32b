package dev.ezworks.server.uploads;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.files.Precondition;
import java.time.Instant;
import java.util.Optional;

/**
 * A resumable upload: content that arrives in pieces, and the file it is to become. How much has arrived is for the
 * content store to say.
 *
 * @param contentType media type of the file
 * @param metadata as its creator sent it, to be sent back
 * @param onlyNew whether the file may appear only where the name has none
 * @param expiresAt from when on it is no longer there, in milliseconds
 * @param length of the whole in bytes; empty: not known yet
 * @param expected what the whole must come to; empty: the sender did not say
 * @param unverifiedFrom where a piece begins whose checksum has not been verified; whoever takes the upload over drops
 *     what lies beyond
 * @param digest of the whole, once all has arrived and may become the file
 * @param published whether the file has appeared
 */
public record Upload(
        UploadId id,
        Username owner,
        FileName name,
        String contentType,
        String metadata,
        boolean onlyNew,
        ContentId content,
        Instant expiresAt,
        Optional<Long> length,
        Optional<Sha256> expected,
        Optional<Long> unverifiedFrom,
        Optional<Sha256> digest,
        boolean published) {

    /** One that begins. */
    static Upload begin(Username owner, NewUpload wanted, Instant expiresAt) {
        return new Upload(
                UploadId.random(),
                owner,
                wanted.name(),
                wanted.contentType(),
                wanted.metadata(),
                wanted.onlyNew(),
                ContentId.random(),
                expiresAt,
                wanted.length(),
                wanted.expected(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The same, whose file has appeared. */
    Upload asPublished() {
        return new Upload(
                id,
                owner,
                name,
                contentType,
                metadata,
                onlyNew,
                content,
                expiresAt,
                length,
                expected,
                unverifiedFrom,
                digest,
                true);
    }

    /** The same, as it is when somebody has entered, see {@link UploadStore#enter}. */
    Upload with(UploadStore.Entry entry) {
        return new Upload(
                id,
                owner,
                name,
                contentType,
                metadata,
                onlyNew,
                content,
                entry.expiresAt(),
                entry.length().or(() -> length),
                entry.expected().or(() -> expected),
                entry.unverifiedFrom(),
                entry.adding() ? Optional.empty() : digest,
                published);
    }

    /** The same, with another time. */
    Upload expiringAt(Instant time) {
        return with(new UploadStore.Entry(time, Optional.empty(), Optional.empty(), unverifiedFrom, false));
    }

    /** The same, with its digest. */
    Upload withDigest(Sha256 computed) {
        return new Upload(
                id,
                owner,
                name,
                contentType,
                metadata,
                onlyNew,
                content,
                expiresAt,
                length,
                expected,
                unverifiedFrom,
                Optional.of(computed),
                published);
    }

    /** What must hold of the name when the file appears. */
    Precondition precondition() {
        return onlyNew ? new Precondition.Absent() : Precondition.NONE;
    }

    /** Whether all has arrived when this many bytes have. */
    boolean endsAt(long size) {
        return length.isPresent() && length.get() == size;
    }
}
