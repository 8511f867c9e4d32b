package dev.ezworks.e2e.harness;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The embedded store, in a folder of its own. */
final class LocalTestStore implements TestStore {
    private final Path folder = Scratch.folder("data");

    @Override
    public Map<String, String> environment() {
        return Map.of("EZWORKS_DATA", folder.toString());
    }

    @Override
    public long contentBytes() {
        // Unfinished content, and what was sealed.
        return Stream.of("incoming", "content")
                .flatMap(part -> Scratch.files(folder.resolve(part)).stream())
                .mapToLong(Scratch::size)
                .sum();
    }

    @Override
    public void close() {
        Scratch.remove(folder);
    }
}
