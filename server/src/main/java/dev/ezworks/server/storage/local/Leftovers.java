package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.ContentId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings files and database together again after a server was killed. Rows come before files and go after them, so a
 * file without a row should not be; should it be, by a restored backup for one, it is found here.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final DataFolder folder;
    private final Disk disk;
    private final Database database;
    private final PendingContents pending;

    Leftovers(DataFolder folder, Disk disk, Database database, PendingContents pending) {
        this.folder = folder;
        this.disk = disk;
        this.database = database;
        this.pending = pending;
    }

    /** Does all there is to do. To be called before anybody else works on the folder. */
    void tidy() throws IOException, SQLException {
        takeBackHalfSealed();
        deleteUnknownUnfinished();
        abandonUnknownSealed();
    }

    /** The server died between the rename and the commit: nobody was told that the content is sealed. */
    private void takeBackHalfSealed() throws IOException, SQLException {
        for (PendingContent content : pending.unfinished()) {
            Path sealed = folder.sealed(content.id());
            if (Files.exists(sealed)) {
                disk.move(sealed, folder.unfinished(content.id()));
                disk.forceFolder(folder.incoming());
                LOG.info("content {} is unfinished again: its sealing was interrupted", content.id());
            }
        }
    }

    private void deleteUnknownUnfinished() throws IOException, SQLException {
        Set<String> known = new HashSet<>();
        pending.unfinished().forEach(content -> known.add(content.id().value()));
        for (Path file : files(folder.incoming())) {
            if (!known.contains(name(file))) {
                Files.delete(file);
                LOG.info("removed the unknown file {}", file);
            }
        }
    }

    /** Sealed files that nothing knows of are left to the sweep, as if their lease had ended. */
    private void abandonUnknownSealed() throws IOException, SQLException {
        for (Path shelf : files(folder.content())) {
            List<ContentId> unknown = unknown(shelf);
            if (!unknown.isEmpty()) {
                pending.abandon(unknown);
                LOG.info("{} files in {} belong to no version and will be swept", unknown.size(), shelf);
            }
        }
    }

    private List<ContentId> unknown(Path shelf) throws IOException, SQLException {
        List<ContentId> ids = new ArrayList<>();
        for (Path file : files(shelf)) {
            id(file).ifPresent(ids::add);
        }
        if (ids.isEmpty()) {
            return ids;
        }
        return database.read(statements -> {
            List<ContentId> unknown = new ArrayList<>();
            for (ContentId id : ids) {
                if (!isKnown(statements, id)) {
                    unknown.add(id);
                }
            }
            return unknown;
        });
    }

    private static boolean isKnown(Statements statements, ContentId id) throws SQLException {
        byte[] bytes = Ids.bytes(id);
        return statements
                .first(
                        "SELECT 1 FROM files WHERE content = ?"
                                + " UNION ALL SELECT 1 FROM retired_contents WHERE content = ?"
                                + " UNION ALL SELECT 1 FROM pending_contents WHERE id = ?",
                        row -> true,
                        bytes,
                        bytes,
                        bytes)
                .isPresent();
    }

    private static Optional<ContentId> id(Path file) {
        try {
            return Optional.of(new ContentId(name(file)));
        } catch (IllegalArgumentException e) {
            LOG.warn("{} is none of the store's files and stays", file);
            return Optional.empty();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            List<Path> files = new ArrayList<>();
            stream.forEach(files::add);
            return files;
        }
    }
}
