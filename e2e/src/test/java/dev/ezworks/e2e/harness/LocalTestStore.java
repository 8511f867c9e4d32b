package dev.ezworks.e2e.harness;

import java.nio.file.Path;
import java.util.Map;

/** The embedded store, in a folder of its own. */
final class LocalTestStore implements TestStore {
    private final Path folder = Scratch.folder("data");

    @Override
    public Map<String, String> environment() {
        return Map.of("EZWORKS_DATA", folder.toString());
    }

    @Override
    public long contentBytes() {
        return Scratch.files(folder.resolve("content")).stream()
                .mapToLong(Scratch::size)
                .sum();
    }

    @Override
    public void close() {
        Scratch.remove(folder);
    }
}
