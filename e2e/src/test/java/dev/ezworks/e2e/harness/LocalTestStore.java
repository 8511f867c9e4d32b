package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The embedded store, in a folder of its own. */
final class LocalTestStore implements TestStore {
    // Of SQLite, while a server runs.
    private static final int LIBRARY_AND_ITS_LOCK = 2;

    // Some way down, so that whoever leaves it by a few steps is still here.
    private final Path around = Scratch.folder("data");
    private final Path folder = around.resolve(Path.of("some", "way", "down"));

    @Override
    public Map<String, String> environment() {
        return Map.of("EZWORKS_DATA", folder.toString());
    }

    @Override
    public Set<Path> places() {
        return Scratch.tree(around).stream()
                .filter(path -> !path.startsWith(folder) || path.equals(folder) || folder.equals(path.getParent()))
                .collect(Collectors.toSet());
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
    public List<String> leftovers() {
        List<String> leftovers = new ArrayList<>();
        Set<String> current = new HashSet<>(ids("SELECT lower(hex(content)) FROM files WHERE content IS NOT NULL"));
        ids("SELECT lower(hex(content)) FROM retired_contents").forEach(id -> leftovers.add("retired content " + id));
        ids("SELECT lower(hex(id)) FROM pending_contents").forEach(id -> leftovers.add("unsettled content " + id));
        ids("SELECT lower(hex(id)) FROM uploads").forEach(id -> leftovers.add("upload " + id));
        Set<String> sealed = names("content");
        names("incoming").forEach(id -> leftovers.add(id + " in incoming"));
        sealed.stream().filter(id -> !current.contains(id)).forEach(id -> leftovers.add(id + " in content"));
        current.stream().filter(id -> !sealed.contains(id)).forEach(id -> leftovers.add(id + " is missing"));
        if (names("tmp").size() > LIBRARY_AND_ITS_LOCK) {
            leftovers.add("in tmp " + names("tmp"));
        }
        return leftovers;
    }

    private Set<String> names(String part) {
        return Scratch.files(folder.resolve(part)).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.toSet());
    }

    private List<String> ids(String query) {
        try (Connection database = open();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** Whoever opens the folder sees all that was written to it. */
    @Override
    public void settle() {}

    @Override
    public void letTimePass() {
        try (Connection database = open();
                Statement statement = database.createStatement()) {
            statement.executeUpdate("UPDATE pending_contents SET lease_end = 0");
            statement.executeUpdate("UPDATE retired_contents SET retired_at = 0");
            statement.executeUpdate("UPDATE uploads SET expires_at = 0");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ezworks.db"));
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
        Scratch.remove(around);
    }
}
