package dev.ezworks.server.storage.local;

import java.io.IOException;
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
    private static final String UNPACKED = "org.sqlite.lib.path";
    private static final String TO_UNPACK = "org.sqlite.tmpdir";

    private SqliteLibrary() {}

    /**
     * Tells the driver where to find it: in the package, else unpacked into this folder. Where someone has said already
     * it stays so. To be called before the driver is used.
     */
    static void locate(DataFolder folder) throws IOException {
        driver().map(SqliteLibrary::besideIt)
                .filter(Files::isDirectory)
                .filter(unpacked -> System.getProperty(UNPACKED) == null)
                .ifPresent(unpacked -> System.setProperty(UNPACKED, unpacked.toString()));
        if (System.getProperty(TO_UNPACK) == null) {
            folder.clearNativeLibraries();
            System.setProperty(TO_UNPACK, folder.nativeLibraries().toString());
        }
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
