package dev.ezworks.server.files;

import dev.ezworks.api.Sha256;
import dev.ezworks.server.web.ETags;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** {@code If-Match} and {@code If-None-Match} of a request that changes a file. */
public final class WriteConditions {
    private WriteConditions() {}

    /** What the request wants of the current version. */
    public static Precondition of(HttpHeaders headers) {
        Optional<Precondition> match = ETags.parse(HttpHeaders.IF_MATCH, headers.get(HttpHeaders.IF_MATCH))
                .map(WriteConditions::ifMatch);
        Optional<Precondition> noneMatch = ETags.parse(
                        HttpHeaders.IF_NONE_MATCH, headers.get(HttpHeaders.IF_NONE_MATCH))
                .map(WriteConditions::ifNoneMatch);
        if (match.isPresent() && noneMatch.isPresent()) {
            return new Precondition.Both(match.get(), noneMatch.get());
        }
        return match.or(() -> noneMatch).orElse(Precondition.NONE);
    }

    private static Precondition ifMatch(ETags tags) {
        return tags.any() ? new Precondition.Present() : new Precondition.OneOf(digests(tags.strong()));
    }

    private static Precondition ifNoneMatch(ETags tags) {
        return tags.any() ? new Precondition.Absent() : new Precondition.NoneOf(digests(tags.all()));
    }

    private static Set<Sha256> digests(List<String> tags) {
        Set<Sha256> digests = new HashSet<>();
        for (String tag : tags) {
            try {
                digests.add(Sha256.ofHex(tag));
            } catch (IllegalArgumentException e) {
                // A tag that is no digest is not one of ours and matches nothing.
            }
        }
        return digests;
    }
}
