package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
    public void flipByte(long length) {
        change(length, file -> {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.read(one, length / 2);
            one.put(0, (byte) ~one.get(0)).rewind();
            file.write(one, length / 2);
        });
    }

    @Override
    public void loseEnd(long length) {
        change(length, file -> file.truncate(length - 1));
    }

    private void change(long length, Change change) {
        try (FileChannel file = FileChannel.open(content(length), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            change.make(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void loseAll(long length) {
        try {
            Files.delete(content(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path content(long length) {
        List<Path> found = Scratch.files(folder.resolve("content")).stream()
                .filter(file -> Scratch.size(file) == length)
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " contents have " + length + " bytes");
        }
        return found.get(0);
    }

    /** Something done to a file's bytes. */
    private interface Change {
        void make(FileChannel file) throws IOException;
    }

    @Override
    public void close() {
        Scratch.remove(folder);
    }
}
