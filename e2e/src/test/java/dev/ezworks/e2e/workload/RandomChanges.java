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
        return kind < 6 ? new Change.Put(name(), content()) : form();
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

    /** As many small ones as large ones, on a scale of powers; a few are empty. */
    private Bytes content() {
        long length =
                random.nextInt(20) == 0 ? 0 : (long) (SMALLEST * Math.pow(LARGEST / SMALLEST, random.nextDouble()));
        return Bytes.of(random.nextLong(), length);
    }
}
