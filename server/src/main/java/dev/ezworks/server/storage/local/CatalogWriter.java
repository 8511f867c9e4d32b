package dev.ezworks.server.storage.local;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.files.AlreadyPublishedException;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.PreconditionFailedException;
import dev.ezworks.server.files.Published;
import dev.ezworks.server.files.StoredFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes one catalog within one transaction. */
final class CatalogWriter {
    private final Statements statements;
    private final Username owner;
    private final long millis;

    /** @param at when the change happens, cut to milliseconds */
    CatalogWriter(Statements statements, Username owner, Instant at) {
        this.statements = statements;
        this.owner = owner;
        this.millis = at.toEpochMilli();
    }

    Published publish(NewVersion file) throws SQLException {
        Entry entry = entry(file.name());
        entry.requireNew(file.content());
        entry.require(file.precondition(), file.name());
        entry.retire(file.name());
        boolean created = entry.content == null;
        countChange(created ? 1 : 0);
        long version = entry.version + 1;
        statements.update(
                "INSERT INTO files (owner, name, version, content, size, content_type, sha256, uploaded_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (owner, name) DO UPDATE SET version = excluded.version,"
                        + " content = excluded.content, size = excluded.size, content_type = excluded.content_type,"
                        + " sha256 = excluded.sha256, uploaded_at = excluded.uploaded_at, damaged = 0",
                owner.value(),
                file.name().utf8(),
                version,
                Ids.bytes(file.content()),
                file.size(),
                file.contentType(),
                file.sha256().bytes(),
                millis);
        return new Published(stored(file, version), created);
    }

    private StoredFile stored(NewVersion file, long version) {
        return new StoredFile(
                owner,
                file.name(),
                version,
                file.content(),
                file.size(),
                file.contentType(),
                file.sha256(),
                Instant.ofEpochMilli(millis),
                false);
    }

    /** Tells whether there was a version to remove. */
    boolean remove(FileName name, Precondition precondition) throws SQLException {
        Entry entry = entry(name);
        if (entry.content == null) {
            return false;
        }
        entry.require(precondition, name);
        entry.retire(name);
        statements.update(
                "UPDATE files SET content = NULL, size = NULL, content_type = NULL, sha256 = NULL, uploaded_at = NULL,"
                        + " damaged = 0"
                        + " WHERE owner = ? AND name = ?",
                owner.value(),
                name.utf8());
        countChange(-1);
        return true;
    }

    /** Tells whether this content is still the current version's. */
    boolean markDamaged(FileName name, ContentId content, boolean damaged) throws SQLException {
        int mark = damaged ? 1 : 0;
        Optional<Boolean> changes = statements.first(
                "SELECT damaged <> ? FROM files WHERE owner = ? AND name = ? AND content = ?",
                row -> row.getBoolean(1),
                mark,
                owner.value(),
                name.utf8(),
                Ids.bytes(content));
        if (changes.orElse(false)) {
            statements.update(
                    "UPDATE files SET damaged = ? WHERE owner = ? AND name = ?", mark, owner.value(), name.utf8());
            countChange(0);
        }
        return changes.isPresent();
    }

    private Entry entry(FileName name) throws SQLException {
        return statements
                .first(
                        "SELECT version, content, sha256 FROM files WHERE owner = ? AND name = ?",
                        Entry::new,
                        owner.value(),
                        name.utf8())
                .orElseGet(Entry::new);
    }

    /** Gives the catalog its next tag. The random part tells states apart that follow one restored backup. */
    private void countChange(int moreFiles) throws SQLException {
        int counted = statements.update(
                "UPDATE catalogs SET changes = changes + 1, files = files + ?,"
                        + " tag = (changes + 1) || '-' || lower(hex(randomblob(8))) WHERE owner = ?",
                moreFiles,
                owner.value());
        if (counted == 0) {
            statements.update(
                    "INSERT INTO catalogs (owner, changes, files, tag)"
                            + " VALUES (?, 1, ?, '1-' || lower(hex(randomblob(8))))",
                    owner.value(),
                    moreFiles);
        }
    }

    /** What is known of a name: its last version number, and its current version if there is one. */
    private final class Entry {
        private final long version;
        private final byte @Nullable [] content;
        private final byte @Nullable [] sha256;

        Entry() {
            version = 0;
            content = null;
            sha256 = null;
        }

        Entry(ResultSet row) throws SQLException {
            version = row.getLong(1);
            content = row.getBytes(2);
            sha256 = row.getBytes(3);
        }

        void requireNew(ContentId published) throws SQLException {
            byte[] id = Ids.bytes(published);
            if (Arrays.equals(content, id) || isRetired(id)) {
                throw new AlreadyPublishedException(published);
            }
        }

        private boolean isRetired(byte[] id) throws SQLException {
            return statements
                    .first("SELECT 1 FROM retired_contents WHERE content = ?", row -> true, (Object) id)
                    .isPresent();
        }

        void require(Precondition precondition, FileName name) {
            if (!precondition.holdsFor(Optional.ofNullable(sha256).map(Sha256::ofBytes))) {
                throw new PreconditionFailedException(name);
            }
        }

        void retire(FileName name) throws SQLException {
            if (content != null) {
                statements.update(
                        "INSERT INTO retired_contents (content, owner, name, retired_at) VALUES (?, ?, ?, ?)",
                        content,
                        owner.value(),
                        name.utf8(),
                        millis);
            }
        }
    }
}
