package dev.ezworks.server.transfers;

/** Hears of every transfer of this server. Called on the threads that move the bytes: it must be quick. */
public interface TransferListener {
    /** Hears nothing. */
    TransferListener NONE = new TransferListener() {};

    /** Content bytes have moved: a slab, a buffer, or a slice of a file that the kernel has sent. */
    default void moved(Direction direction, long bytes) {}

    /** All of it has moved; of an upload, it is sealed too, of a piece of a resumable one, durable. */
    default void completed(ActiveTransfer transfer) {}

    /** Whoever wanted the bytes, or sent them, has gone. */
    default void cancelled(ActiveTransfer transfer) {}

    /** It was refused in mid-way, was ended by the server, or something broke, which may be the connection. */
    default void failed(ActiveTransfer transfer, Throwable failure) {}
}
