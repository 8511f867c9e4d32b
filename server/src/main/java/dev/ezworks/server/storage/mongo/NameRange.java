package dev.ezworks.server.storage.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;

import dev.ezworks.server.files.FileQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;

/**
 * A query's prefix and start as a range of strings, which an index answers. MongoDB compares strings without a
 * collation by their UTF-8 bytes, which is the order of their code points.
 */
final class NameRange {
    private NameRange() {}

    /** Holds for the names that the query wants. */
    static Bson filter(String field, FileQuery query) {
        List<Bson> bounds = new ArrayList<>(List.of(gte(field, query.prefix()), gt(field, query.after())));
        firstAfter(query.prefix()).ifPresent(end -> bounds.add(lt(field, end)));
        return and(bounds);
    }

    /** The first string that comes after all that begin with this prefix; empty if there is none. */
    static Optional<String> firstAfter(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                return Optional.of(prefix.substring(0, end) + Character.toString(next(last)));
            }
        }
        return Optional.empty();
    }

    private static int next(int codePoint) {
        // Surrogates are no characters and have no UTF-8.
        return codePoint + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : codePoint + 1;
    }
}
