package dev.ezworks.server.storage.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.ClientSession;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.ContentDescription;
import dev.ezworks.server.content.ContentId;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import reactor.core.publisher.Mono;

/** {@code fs.files}: one document for each sealed content, as the GridFS specification has it. */
final class GridFsFiles {
    private static final String LENGTH = "length";
    private static final String CHUNK_SIZE = "chunkSize";
    private static final String UPLOAD_DATE = "uploadDate";
    private static final String FILE_NAME = "filename";
    private static final String METADATA = "metadata";
    private static final String OWNER = "owner";
    private static final String SHA256 = "sha256";
    private static final String CONTENT_TYPE = "contentType";

    private final MongoCollection<Document> files;

    GridFsFiles(MongoDatabase database) {
        this.files = database.getCollection("fs.files");
    }

    Mono<Void> createIndexes() {
        // The one that every driver's GridFS looks for.
        return Mono.from(files.createIndex(Indexes.ascending(FILE_NAME, UPLOAD_DATE)))
                .then();
    }

    /** Makes content readable; does nothing if it is already. */
    Mono<Void> insert(ContentId id, ContentDescription description, Instant at) {
        Document file =
                new Document("_id", id.value()).append(CHUNK_SIZE, Chunk.SIZE).append(UPLOAD_DATE, Date.from(at));
        file.putAll(describe(description));
        return Mono.from(files.insertOne(file)).then().onErrorResume(MongoFailures::isDuplicateKey, e -> Mono.empty());
    }

    /** Sealed content; empty if there is none. */
    Mono<GridFsFile> find(ClientSession session, ContentId id) {
        return Mono.from(files.find(session, eq("_id", id.value())).first())
                .map(file -> new GridFsFile(
                        file.get(LENGTH, Number.class).longValue(),
                        file.get(CHUNK_SIZE, Number.class).intValue()));
    }

    Mono<Void> delete(ContentId id) {
        return Mono.from(files.deleteOne(eq("_id", id.value()))).then();
    }

    /** The fields that come from the description. */
    static Document describe(ContentDescription description) {
        return new Document(FILE_NAME, description.fileName())
                .append(LENGTH, description.length())
                .append(
                        METADATA,
                        new Document(OWNER, description.owner())
                                .append(SHA256, description.sha256().hex())
                                .append(CONTENT_TYPE, description.contentType()));
    }

    /** What {@link #describe} was given. */
    static ContentDescription description(Document file) {
        Document metadata = file.get(METADATA, Document.class);
        return new ContentDescription(
                file.getLong(LENGTH),
                Sha256.ofHex(metadata.getString(SHA256)),
                metadata.getString(OWNER),
                file.getString(FILE_NAME),
                metadata.getString(CONTENT_TYPE));
    }

    /**
     * How sealed content lies in its chunks.
     *
     * @param length in bytes
     * @param chunkSize length of every chunk but the last, in bytes
     */
    record GridFsFile(long length, int chunkSize) {}
}
