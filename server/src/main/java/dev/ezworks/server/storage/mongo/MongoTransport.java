package dev.ezworks.server.storage.mongo;

import com.mongodb.connection.NettyTransportSettings;
import com.mongodb.connection.TransportSettings;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * How the driver talks to MongoDB: by Netty, with an allocator that pools buffers of megabytes. The driver puts a message
 * together in buffers that double in size, and Netty's own default makes those over 800 KiB anew each time, filled with
 * zeros.
 */
final class MongoTransport {
    private static final int PAGE = 8 * 1024;
    // Chunks of 8 MiB: the largest buffer of a message of several MiB fits.
    private static final int MAX_ORDER = 10;
    // The store's window bounds what is in use at once; more arenas would only keep more idle memory.
    private static final int ARENAS = 2;

    private MongoTransport() {}

    static NettyTransportSettings settings() {
        return TransportSettings.nettyBuilder().allocator(allocator()).build();
    }

    private static ByteBufAllocator allocator() {
        return new PooledByteBufAllocator(true, 0, ARENAS, PAGE, MAX_ORDER, 0, 0, false);
    }
}
