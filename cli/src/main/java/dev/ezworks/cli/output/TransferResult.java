package dev.ezworks.cli.output;

import dev.ezworks.cli.Failure;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file.
 *
 * @param name as the catalog knows it
 * @param bytes how many were transferred
 * @param sha256 the digest in hex; null if no file was transferred
 * @param version what was published; 0 if nothing was
 * @param note why a file was skipped; empty otherwise
 * @param plan what would be done; null if this is no rehearsal
 * @param source where the bytes of the file are on this machine; empty if that does not matter
 * @param failure why it failed; null if it did not
 */
public record TransferResult(
        Outcome outcome,
        String name,
        long bytes,
        @Nullable String sha256,
        long version,
        Duration time,
        String note,
        @Nullable Plan plan,
        String source,
        @Nullable Failure failure) {

    /** How a transfer can end. */
    public enum Outcome {
        UPLOADED,
        DOWNLOADED,
        /** The same bytes were there already. */
        UNCHANGED,
        /** It was here, and is in the catalog no more. */
        DELETED,
        SKIPPED,
        FAILED,
        /** It would be, if this were no rehearsal. */
        PLANNED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a rehearsal would do. */
    public enum Plan {
        UPLOAD,
        DOWNLOAD,
        DELETE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static TransferResult uploaded(String name, long bytes, String sha256, long version, Duration time) {
        return new TransferResult(Outcome.UPLOADED, name, bytes, sha256, version, time, "", null, "", null);
    }

    /**
     * What a rehearsal tells of a file.
     *
     * @param source where the bytes are on this machine; empty if they are not
     */
    public static TransferResult planned(Plan plan, String name, long bytes, String source) {
        return new TransferResult(Outcome.PLANNED, name, bytes, null, 0, Duration.ZERO, "", plan, source, null);
    }

    public static TransferResult downloaded(String name, long bytes, String sha256, Duration time) {
        return new TransferResult(Outcome.DOWNLOADED, name, bytes, sha256, 0, time, "", null, "", null);
    }

    public static TransferResult unchanged(String name, String sha256) {
        return new TransferResult(Outcome.UNCHANGED, name, 0, sha256, 0, Duration.ZERO, "", null, "", null);
    }

    public static TransferResult deleted(String name) {
        return new TransferResult(Outcome.DELETED, name, 0, null, 0, Duration.ZERO, "", null, "", null);
    }

    public static TransferResult skipped(String name, String why) {
        return new TransferResult(Outcome.SKIPPED, name, 0, null, 0, Duration.ZERO, why, null, "", null);
    }

    /**
     * What became of a file that failed.
     *
     * @param source where the bytes are on this machine; empty if they are not
     */
    public static TransferResult failed(String name, String source, Failure failure) {
        return new TransferResult(Outcome.FAILED, name, 0, null, 0, Duration.ZERO, "", null, source, failure);
    }

    /** As the user knows the file: where it is on this machine, if it is there. */
    String shown() {
        return source.isEmpty() ? name : source;
    }
}
