package dev.ezworks.server.files;

import dev.ezworks.server.transfers.ActiveTransfer;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A response whose body goes out piece by piece, each when the one before is in the hands of the kernel: Reactor Netty
 * by itself takes 128 pieces at once, and keeps them for as long as the client does not read.
 *
 * <p>A piece is copied to network memory at once, which Netty would do anyway, so that the reader of the content may give
 * up what it holds of it.
 */
final class PieceResponse {
    private final ReactiveHttpOutputMessage spring;
    private final HttpServerResponse netty;
    private final AtomicBoolean begun = new AtomicBoolean();

    PieceResponse(ReactiveHttpOutputMessage message) {
        this.spring = message;
        if (message instanceof ServerHttpResponse response
                && ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse server) {
            this.netty = server;
        } else {
            throw new IllegalStateException("not a response of Reactor Netty: " + message.getClass());
        }
    }

    /** Sends all pieces; there is at least one. Fails if one of them fails, or the transfer is ended. */
    Mono<Void> send(Flux<ByteBuffer> pieces, ActiveTransfer transfer) {
        return pieces.concatMap(piece -> send(piece, transfer), 0).then();
    }

    /** Holds on to nothing of the piece but a copy: it is a part of something larger. */
    private Mono<Void> send(ByteBuffer piece, ActiveTransfer transfer) {
        int length = piece.remaining();
        Mono<Void> sending = begun.getAndSet(true) ? sendNext(piece) : sendFirst(piece);
        return transfer.watch(sending).doOnSuccess(sent -> transfer.add(length));
    }

    /**
     * Spring writes status and headers with the first piece, and would ignore a second one. It must not be a Mono:
     * Reactor Netty would take it for the whole body.
     */
    private Mono<Void> sendFirst(ByteBuffer piece) {
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        return spring.writeWith(
                Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(copy)).hide());
    }

    private Mono<Void> sendNext(ByteBuffer piece) {
        // Copied when it is sent: a transfer that has been ended by then sends nothing, and would never release the
        // copy.
        return lettingGo(piece, bytes -> {
            ByteBuf copy = netty.alloc().directBuffer(bytes.remaining()).writeBytes(bytes);
            // Not as it is: Reactor Netty would take a mere buffer for a whole body, too.
            return netty.sendObject(new DefaultHttpContent(copy)).then();
        });
    }

    /**
     * Sends a piece when it is subscribed to, once, and holds on to it no longer, however long the sending takes: a
     * client that does not read must not keep the whole of which the piece is a part.
     */
    static Mono<Void> lettingGo(ByteBuffer piece, Function<ByteBuffer, Mono<Void>> send) {
        AtomicReference<@Nullable ByteBuffer> held = new AtomicReference<>(piece);
        return Mono.defer(() -> {
            ByteBuffer bytes = held.getAndSet(null);
            return bytes == null ? Mono.error(new IllegalStateException("a piece is sent once")) : send.apply(bytes);
        });
    }
}
