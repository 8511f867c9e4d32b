package dev.ezworks.server.storage.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** What a killed server leaves behind: a copy of a data folder, made while the store is open but idle. */
public final class CrashedCopy {
    private CrashedCopy() {}

    /** Copies the folder; the copy lies beside it. */
    public static Path of(Path folder) throws IOException {
        Path copy = folder.resolveSibling(folder.getFileName() + "-crashed");
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(copy.resolve(folder.relativize(source)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                Files.copy(source, copy.resolve(folder.relativize(source)));
                return FileVisitResult.CONTINUE;
            }
        });
        return copy;
    }
}
