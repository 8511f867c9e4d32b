package dev.ezworks.server.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds {@code mongod}: on the PATH, else where {@code scripts/get-mongod} puts it. */
final class MongodBinary {
    private MongodBinary() {}

    static Optional<Path> find() {
        return Stream.concat(onPath(), inProjects()).filter(Files::isExecutable).findFirst();
    }

    private static Stream<Path> onPath() {
        String path = System.getenv("PATH");
        return path == null
                ? Stream.empty()
                : Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, "mongod"));
    }

    /** Tests run in a module's folder; the project is one of those above. */
    private static Stream<Path> inProjects() {
        List<Path> candidates = new ArrayList<>();
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            candidates.add(folder.resolve(".cache/mongod/bin/mongod"));
        }
        return candidates.stream();
    }
}
