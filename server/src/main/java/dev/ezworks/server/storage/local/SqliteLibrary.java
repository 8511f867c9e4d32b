package dev.ezworks.server.storage.local;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.OSInfo;

/**
 * SQLite itself, which is native code. Its driver unpacks it at every start, compares what it has written byte by byte,
 * and cannot load it from a disk that is mounted {@code noexec}. So the package has it unpacked beside the driver, for
 * the systems that servers run on.
 */
final class SqliteLibrary {
    private static final String FOLDER = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /** Has the driver take what the package has; without that, or if someone has said already where, it does as ever. */
    static void useUnpacked() {
        driver().map(SqliteLibrary::besideIt)
                .filter(Files::isDirectory)
                .filter(folder -> System.getProperty(FOLDER) == null)
                .ifPresent(folder -> System.setProperty(FOLDER, folder.toString()));
    }

    private static Optional<Path> driver() {
        return Optional.ofNullable(SQLiteJDBCLoader.class.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .filter(jar -> "file".equals(jar.getProtocol()))
                .map(jar -> Path.of(URI.create(jar.toString())));
    }

    private static Path besideIt(Path driver) {
        return driver.resolveSibling("org/sqlite/native").resolve(OSInfo.getNativeLibFolderPathForCurrentOS());
    }
}
