package dev.ezworks.server.storage.mongo;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.RetiredContent;
import dev.ezworks.server.files.StoredFile;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/**
 * A document of {@code files}: all that is known of one name of one owner.
 *
 * <p>{@code version} is the last number given and stays when the file is removed. {@code current} is the version that
 * readers get, and absent after a removal; owner and name are repeated in it, so that the index for listings holds live
 * files only. {@code damaged} is in it only where it holds. {@code retired} lists the contents that were replaced or removed and not deleted yet.
 */
record FileEntry(Document document) {
    static final String VERSION = "version";
    static final String CURRENT = "current";
    static final String RETIRED = "retired";
    static final String CHANGED_AT = "changedAt";
    static final String OWNER = "owner";
    static final String NAME = "name";
    static final String CONTENT = "content";
    static final String UPLOADED_AT = "uploadedAt";
    static final String RETIRED_AT = "retiredAt";

    static final String DAMAGED = "damaged";

    private static final String SIZE = "size";
    private static final String CONTENT_TYPE = "contentType";
    private static final String SHA256 = "sha256";

    /** The order of the fields counts: MongoDB compares embedded documents field by field. */
    static Document key(Username owner, FileName name) {
        return new Document(OWNER, owner.value()).append(NAME, name.value());
    }

    /** The path of a field of the current version. */
    static String current(String field) {
        return CURRENT + "." + field;
    }

    /** The path of a field of every retired content. */
    static String retired(String field) {
        return RETIRED + "." + field;
    }

    /** What this version looks like once it is published under this number. */
    static StoredFile stored(Username owner, NewVersion file, long version, Instant at) {
        return new StoredFile(
                owner, file.name(), version, file.content(), file.size(), file.contentType(), file.sha256(), at, false);
    }

    /** The {@code current} of an entry. */
    static Document currentOf(StoredFile file) {
        return new Document(OWNER, file.owner().value())
                .append(NAME, file.name().value())
                .append(VERSION, file.version())
                .append(CONTENT, file.content().value())
                .append(SIZE, file.size())
                .append(CONTENT_TYPE, file.contentType())
                .append(SHA256, file.sha256().hex())
                .append(UPLOADED_AT, Date.from(file.uploadedAt()));
    }

    /** An element of {@code retired}. */
    static Document retired(ContentId content, Instant at) {
        return new Document(CONTENT, content.value()).append(RETIRED_AT, Date.from(at));
    }

    /** The last version number given. */
    long version() {
        return document.getLong(VERSION);
    }

    /** The current version; empty if it was removed. */
    Optional<StoredFile> currentVersion() {
        return Optional.ofNullable(document.get(CURRENT, Document.class)).map(FileEntry::stored);
    }

    /** Contents that were replaced or removed. */
    List<RetiredContent> retiredContents() {
        Document key = document.get("_id", Document.class);
        Username owner = new Username(key.getString(OWNER));
        FileName name = FileName.of(key.getString(NAME));
        return document.getList(RETIRED, Document.class, List.of()).stream()
                .map(retired -> new RetiredContent(
                        owner,
                        name,
                        new ContentId(retired.getString(CONTENT)),
                        retired.getDate(RETIRED_AT).toInstant()))
                .toList();
    }

    private static StoredFile stored(Document current) {
        return new StoredFile(
                new Username(current.getString(OWNER)),
                FileName.of(current.getString(NAME)),
                current.getLong(VERSION),
                new ContentId(current.getString(CONTENT)),
                current.getLong(SIZE),
                current.getString(CONTENT_TYPE),
                Sha256.ofHex(current.getString(SHA256)),
                current.getDate(UPLOADED_AT).toInstant(),
                current.getBoolean(DAMAGED, false));
    }
}
