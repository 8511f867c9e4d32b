package dev.ezworks.server.storage.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.gridfs.GridFSBuckets;
import dev.ezworks.api.Sha256;
import dev.ezworks.server.Await;
import dev.ezworks.server.content.*;
import dev.ezworks.server.testing.Mongod;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ThroughputProbe {
    @Test
    void measure() {
        for (Mongod m : new Mongod[] {Mongod.replicaSet()}) {
            String uri = m.freshDatabase();
            MongoStore store = Await.one(MongoStore.open(uri, Clock.systemUTC()));
            MongoClient client = MongoClients.create(MongoSettings.parse(uri).client());
            var db = client.getDatabase(new ConnectionString(uri).getDatabase());
            byte[][] pool = new byte[32][1 << 20];
            for (byte[] b : pool) new Random().nextBytes(b);
            int n = 256;
            for (int round = 0; round < 4; round++) {
                ContentId id = ContentId.random();
                long epoch = Await.one(store.contents().create(id, Duration.ofHours(1)))
                        .epoch();
                long t = System.nanoTime();
                Flux<Slab> slabs = Flux.range(0, n).map(i -> new Slab(pool[i % 32].clone(), 1 << 20, () -> {}));
                store.contents()
                        .append(id, epoch, 0, slabs)
                        .then(store.contents()
                                .seal(
                                        id,
                                        epoch,
                                        new ContentDescription(
                                                (long) n << 20, Sha256.of(new byte[0]), "o", "f", "c/t")))
                        .block();
                System.out.printf("own up %.0f MB/s%n", n * 1.048576 / ((System.nanoTime() - t) / 1e9));
                t = System.nanoTime();
                long got = store.contents()
                        .read(id, ByteRange.whole((long) n << 20))
                        .map(b -> (long) b.remaining())
                        .reduce(0L, Long::sum)
                        .block();
                System.out.printf("own down %.0f MB/s %d%n", got / 1e6 / ((System.nanoTime() - t) / 1e9), got);
                store.contents().delete(id).block();
                var bucket =
                        GridFSBuckets.create(db, "other").withChunkSizeBytes(Integer.getInteger("chunk", 255 * 1024));
                t = System.nanoTime();
                var oid = Mono.from(bucket.uploadFromPublisher(
                                "x", Flux.range(0, n).map(i -> ByteBuffer.wrap(pool[i % 32].clone()))))
                        .block();
                System.out.printf("bucket up %.0f MB/s%n", n * 1.048576 / ((System.nanoTime() - t) / 1e9));
                t = System.nanoTime();
                got = Flux.from(bucket.downloadToPublisher(oid))
                        .map(b -> (long) b.remaining())
                        .reduce(0L, Long::sum)
                        .block();
                System.out.printf("bucket down %.0f MB/s %d%n", got / 1e6 / ((System.nanoTime() - t) / 1e9), got);
                Mono.from(bucket.delete(oid)).block();
            }
            t(store);
            store.close();
            client.close();
        }
    }

    private static void t(MongoStore store) {
        for (int round = 0; round < 3; round++) {
            long t = System.nanoTime();
            int n = 300;
            Flux.range(0, n)
                    .flatMap(
                            i -> {
                                ContentId id = ContentId.random();
                                return store.contents()
                                        .create(id, Duration.ofHours(1))
                                        .flatMap(c -> store.contents()
                                                .append(
                                                        id,
                                                        c.epoch(),
                                                        0,
                                                        Flux.just(new Slab(new byte[1024], 1024, () -> {})))
                                                .then(store.contents()
                                                        .seal(
                                                                id,
                                                                c.epoch(),
                                                                new ContentDescription(
                                                                        1024, Sha256.of(new byte[0]), "o", "f", "c/t")))
                                                .then(store.contents().settle(id, c.epoch())));
                            },
                            8)
                    .then()
                    .block();
            System.out.printf("small contents %.0f/s%n", n / ((System.nanoTime() - t) / 1e9));
        }
    }
}
