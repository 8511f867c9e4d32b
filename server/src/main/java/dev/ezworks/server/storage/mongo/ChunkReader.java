package dev.ezworks.server.storage.mongo;

import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.reactivestreams.client.ClientSession;
import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.DamagedContentException;
import dev.ezworks.server.storage.mongo.Chunks.SealedChunk;
import dev.ezworks.server.storage.mongo.GridFsFiles.GridFsFile;
import java.nio.ByteBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Reads one range of one content: checks that the chunks are whole and follow each other, and cuts the ends. */
final class ChunkReader {
    private final Chunks chunks;
    private final ContentId id;
    private final GridFsFile file;
    private final long end;
    private long position;

    /**
     * @param range not empty
     */
    ChunkReader(Chunks chunks, ContentId id, GridFsFile file, ByteRange range) {
        this.chunks = chunks;
        this.id = id;
        this.file = file;
        this.position = range.offset();
        this.end = range.end();
    }

    Flux<ByteBuffer> read(ClientSession session) {
        return Flux.defer(() -> chunks.read(session, id, chunkAt(position), chunkAt(end - 1)))
                .map(this::cut)
                // MongoDB forgets cursors of readers that pause for longer than 10 minutes.
                .retryWhen(Retry.indefinitely().filter(MongoCursorNotFoundException.class::isInstance))
                .concatWith(Mono.defer(this::requireEnd));
    }

    private ByteBuffer cut(SealedChunk chunk) {
        int n = chunkAt(position);
        long start = (long) n * file.chunkSize();
        long length = Math.min(file.chunkSize(), file.length() - start);
        if (chunk.n() != n) {
            throw new DamagedContentException(id, "chunk " + n + " is missing");
        }
        if (chunk.bytes().remaining() != length) {
            throw new DamagedContentException(
                    id, "chunk " + n + " has " + chunk.bytes().remaining() + " bytes instead of " + length);
        }
        int from = (int) (position - start);
        int to = (int) (Math.min(end, start + length) - start);
        position = start + to;
        return chunk.bytes().slice(from, to - from);
    }

    private Mono<ByteBuffer> requireEnd() {
        return position == end
                ? Mono.empty()
                : Mono.error(new DamagedContentException(id, "chunk " + chunkAt(position) + " is missing"));
    }

    private int chunkAt(long offset) {
        return Math.toIntExact(offset / file.chunkSize());
    }
}
