package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What types a caller accepts (RFC 9110 section 12.5.1). No {@code Accept} or one that makes no sense: anything. */
public final class Accept {
    private final List<MediaType> ranges;

    private Accept(List<MediaType> ranges) {
        this.ranges = ranges;
    }

    public static Accept of(HttpHeaders headers) {
        try {
            return new Accept(headers.getAccept());
        } catch (InvalidMediaTypeException e) {
            return new Accept(List.of());
        }
    }

    /**
     * The offer that is liked best, the first of those liked alike.
     *
     * @throws ProblemException with {@code not-acceptable} if none is accepted
     */
    public MediaType choose(MediaType... offers) {
        return best(offers)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NOT_ACCEPTABLE, "there is " + MediaType.toString(List.of(offers))));
    }

    /** As {@link #choose}, but empty if none is accepted. */
    Optional<MediaType> best(MediaType... offers) {
        MediaType best = null;
        for (MediaType offer : offers) {
            if (quality(offer) > 0 && (best == null || quality(offer) > quality(best))) {
                best = offer;
            }
        }
        return Optional.ofNullable(best);
    }

    private double quality(MediaType offer) {
        if (ranges.isEmpty()) {
            return 1;
        }
        // The most specific range that covers the offer decides, not the one with the highest weight.
        return ranges.stream()
                .filter(range -> range.includes(offer))
                .max(Comparator.comparingInt(Accept::specificity))
                .map(MediaType::getQualityValue)
                .orElse(0.0);
    }

    private static int specificity(MediaType range) {
        if (range.isWildcardType()) {
            return 0;
        }
        return range.isWildcardSubtype() ? 1 : 2;
    }
}
