package dev.ezworks.cli.client;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.Sha256;
import java.net.http.HttpRequest;
import java.util.Optional;

/** What must hold of a name for an upload to be published (RFC 9110 sections 13.1.1 and 13.1.2); 412 if it does not. */
public sealed interface Precondition {
    /** Whatever is there is replaced. */
    Precondition NONE = new Anything();

    /** Nothing is there. */
    Precondition ABSENT = new Absent();

    /** The current version has this digest. */
    static Precondition current(Sha256 digest) {
        return new Current(digest);
    }

    /** Puts it into a request's headers. */
    void addTo(HttpRequest.Builder request);

    /** Whether it holds of what is published under the name. */
    boolean holds(Optional<FileInfo> current);

    /** What {@link #NONE} is. */
    record Anything() implements Precondition {
        @Override
        public void addTo(HttpRequest.Builder request) {
            // Nothing to say.
        }

        @Override
        public boolean holds(Optional<FileInfo> current) {
            return true;
        }
    }

    /** What {@link #ABSENT} is. */
    record Absent() implements Precondition {
        @Override
        public void addTo(HttpRequest.Builder request) {
            request.header("If-None-Match", "*");
        }

        @Override
        public boolean holds(Optional<FileInfo> current) {
            return current.isEmpty();
        }
    }

    /** What {@link #current} gives. A file's entity tag is its digest. */
    record Current(Sha256 digest) implements Precondition {
        @Override
        public void addTo(HttpRequest.Builder request) {
            request.header("If-Match", "\"" + digest.hex() + "\"");
        }

        @Override
        public boolean holds(Optional<FileInfo> current) {
            return current.map(FileInfo::sha256).filter(digest.hex()::equals).isPresent();
        }
    }
}
