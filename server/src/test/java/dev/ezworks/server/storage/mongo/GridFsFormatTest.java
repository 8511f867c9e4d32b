package dev.ezworks.server.storage.mongo;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.gridfs.model.GridFSFile;
import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.gridfs.GridFSBucket;
import com.mongodb.reactivestreams.client.gridfs.GridFSBuckets;
import dev.ezworks.api.Sha256;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.ContentStoreFixture;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.content.Slab;
import dev.ezworks.server.testing.Mongod;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Content lies in the database as GridFS has it, and what is not so is noticed. */
class GridFsFormatTest implements ContentStoreFixture {
    @RegisterExtension
    static final OpenMongoStore MONGO = new OpenMongoStore(Mongod::replicaSet);

    private static final int SIZE = 2 * Slab.CAPACITY + 17;

    @Override
    public ContentStore testee() {
        return MONGO.store().contents();
    }

    @Override
    public MutableClock clock() {
        return MONGO.clock();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Slab.CAPACITY, SIZE})
    void driversBucketShouldReadContentWhole(int size) {
        byte[] bytes = ContentStoreFixture.randomBytes(size);
        ContentId id = store(bytes);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer buffer : all(Flux.from(bucket().downloadToPublisher(new BsonString(id.value()))))) {
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            out.writeBytes(part);
        }

        assertThat(out.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void driversBucketShouldFindContentByItsFileName() {
        byte[] bytes = ContentStoreFixture.randomBytes(SIZE);
        ContentId id = store(bytes);

        GridFSFile file = one(Mono.from(
                bucket().find(Filters.eq("filename", "reports/march.csv")).first()));

        assertThat(file.getId()).isEqualTo(new BsonString(id.value()));
        assertThat(file.getLength()).isEqualTo(SIZE);
        assertThat(file.getChunkSize()).isEqualTo(Slab.CAPACITY);
        assertThat(file.getUploadDate()).isEqualTo(clock().instant());
        assertThat(file.getMetadata())
                .isEqualTo(new Document("owner", "olga")
                        .append("sha256", Sha256.of(bytes).hex())
                        .append("contentType", "application/octet-stream"));
    }

    @Test
    void unfinishedContentShouldNotBeListedByTheDriversBucket() {
        begin(ContentId.random(), ContentStoreFixture.randomBytes(SIZE));

        assertThat(all(Flux.from(bucket().find()))).isEmpty();
    }

    @Test
    void deleteShouldLeaveNothingInAnyCollection() {
        ContentId sealed = store(ContentStoreFixture.randomBytes(SIZE));
        ContentId unfinished = ContentId.random();
        begin(unfinished, ContentStoreFixture.randomBytes(SIZE));

        one(testee().delete(sealed).thenReturn(true));
        one(testee().delete(unfinished).thenReturn(true));

        assertThat(List.of(count("fs.files"), count("fs.chunks"), count("contents")))
                .containsExactly(0L, 0L, 0L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void readShouldNoticeAMissingChunk(int n) {
        ContentId id = store(ContentStoreFixture.randomBytes(SIZE));
        one(Mono.from(MONGO.database()
                .getCollection("fs.chunks")
                .deleteOne(Filters.and(Filters.eq("files_id", id.value()), Filters.eq("n", n)))));

        assertThatThrownBy(() -> read(id, SIZE))
                .isInstanceOf(DamagedContentException.class)
                .hasMessageContaining("chunk " + n);
    }

    @Test
    void readShouldNoticeAChunkOfAnotherLength() {
        ContentId id = store(ContentStoreFixture.randomBytes(SIZE));
        Document chunk = new Document("$set", new Document("data", new byte[1000]));
        one(Mono.from(MONGO.database()
                .getCollection("fs.chunks")
                .updateOne(Filters.and(Filters.eq("files_id", id.value()), Filters.eq("n", 1)), chunk)));

        assertThatThrownBy(() -> read(id, SIZE))
                .isInstanceOf(DamagedContentException.class)
                .hasMessageContaining("chunk 1");
    }

    private static GridFSBucket bucket() {
        return GridFSBuckets.create(MONGO.database());
    }

    private static long count(String collection) {
        return one(Mono.from(MONGO.database().getCollection(collection).countDocuments()));
    }
}
