package dev.ezworks.e2e.workload;

import dev.ezworks.e2e.harness.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Changes of every kind, the same for the same seed and catalogs. No two files have the same bytes. */
final class RandomChanges {
    private static final int NAMES = 12;
    private static final int FILES_OF_A_FORM = 3;
    private static final double SMALLEST = 1024.0;
    // Some chunks of a store that has chunks.
    private static final double LARGEST = 4 * 1024.0 * 1024.0;

    private final Random random;

    RandomChanges(long seed) {
        this.random = new Random(seed);
    }

    /** One for a catalog that has these names. */
    Change next(Set<String> taken) {
        int kind = random.nextInt(10);
        if (kind == 0 && !taken.isEmpty()) {
            List<String> names = taken.stream().sorted().toList();
            return new Change.Delete(names.get(random.nextInt(names.size())));
        }
        if (kind < 5) {
            return new Change.Put(name(), content());
        }
        return kind < 8 ? form() : pieces();
    }

    private Change pieces() {
        int length = length();
        return new Change.Pieces(name(), Bytes.of(random.nextLong(), length), 1 + random.nextInt(length - 1));
    }

    private Change form() {
        Map<String, Bytes> files = new HashMap<>();
        int count = 1 + random.nextInt(FILES_OF_A_FORM);
        for (int i = 0; i < count; i++) {
            files.put(name(), content());
        }
        return new Change.Form(files);
    }

    /** New or not, as it comes. */
    private String name() {
        return "file-" + random.nextInt(NAMES);
    }

    /** A few are empty. */
    private Bytes content() {
        int length = random.nextInt(20) == 0 ? 0 : length();
        return Bytes.of(random.nextLong(), length);
    }

    /** As many small ones as large ones, on a scale of powers. */
    private int length() {
        return (int) (SMALLEST * Math.pow(LARGEST / SMALLEST, random.nextDouble()));
    }
}
