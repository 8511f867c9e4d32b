package dev.ezworks.server.files;

import dev.ezworks.api.Sha256;
import java.util.Optional;
import java.util.Set;

/** What a change wants of a name's current version (RFC 9110 section 13.1.1 and 13.1.2, as far as writes use them). */
public sealed interface Precondition {
    /** No condition. */
    Precondition NONE = new Anything();

    /** Whether it holds for the digest of the current version; empty: the name has none. */
    boolean holdsFor(Optional<Sha256> current);

    /** Always holds. */
    record Anything() implements Precondition {
        @Override
        public boolean holdsFor(Optional<Sha256> current) {
            return true;
        }
    }

    /** {@code If-None-Match: *}: the name has no version. */
    record Absent() implements Precondition {
        @Override
        public boolean holdsFor(Optional<Sha256> current) {
            return current.isEmpty();
        }
    }

    /** {@code If-Match: *}: the name has a version. */
    record Present() implements Precondition {
        @Override
        public boolean holdsFor(Optional<Sha256> current) {
            return current.isPresent();
        }
    }

    /** {@code If-Match}: the current version is one of these. */
    record OneOf(Set<Sha256> digests) implements Precondition {
        @Override
        public boolean holdsFor(Optional<Sha256> current) {
            return current.filter(digests::contains).isPresent();
        }
    }

    /** {@code If-None-Match}: the current version, if there is one, is none of these. */
    record NoneOf(Set<Sha256> digests) implements Precondition {
        @Override
        public boolean holdsFor(Optional<Sha256> current) {
            return current.filter(digests::contains).isEmpty();
        }
    }

    /** Both hold. */
    record Both(Precondition first, Precondition second) implements Precondition {
        @Override
        public boolean holdsFor(Optional<Sha256> current) {
            return first.holdsFor(current) && second.holdsFor(current);
        }
    }
}
