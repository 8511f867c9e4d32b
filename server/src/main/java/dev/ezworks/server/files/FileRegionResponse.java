package dev.ezworks.server.files;

import dev.ezworks.server.content.ByteRange;
import dev.ezworks.server.transfers.ActiveTransfer;
import dev.ezworks.server.web.RequestRecord;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A response whose body the kernel can copy from a file to the socket (sendfile): plain HTTP/1.1. On TLS or HTTP/2
 * Reactor Netty would fall back to pieces of 1 KiB.
 *
 * <p>The body goes in slices: one region for the whole file would hide its progress and could not be ended.
 */
final class FileRegionResponse {
    private static final long SLICE = 8L << 20;

    private final ZeroCopyHttpOutputMessage spring;
    private final HttpServerResponse netty;
    private final RequestRecord record;

    private FileRegionResponse(ZeroCopyHttpOutputMessage spring, HttpServerResponse netty, RequestRecord record) {
        this.spring = spring;
        this.netty = netty;
        this.record = record;
    }

    /** The response behind this message, if it can do that. */
    static Optional<FileRegionResponse> of(ReactiveHttpOutputMessage message) {
        if (message instanceof ZeroCopyHttpOutputMessage spring
                && message instanceof ServerHttpResponse response
                && ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse netty
                && netty instanceof Connection connection
                && connection.channel().pipeline().get(SslHandler.class) == null
                && connection.channel().parent() != null
                && connection.channel().pipeline().get(NettyPipeline.HttpCodec) != null) {
            return Optional.of(new FileRegionResponse(spring, netty, RequestRecord.answeredOn(connection)));
        }
        return Optional.empty();
    }

    /** Sends the range; it must not be empty. */
    Mono<Void> send(Path file, ByteRange range, ActiveTransfer transfer) {
        long first = Math.min(SLICE, range.length());
        // Spring writes status and headers with its first region, and would ignore a second one.
        Mono<Void> head = slice(spring.writeWith(file, range.offset(), first), first, transfer);
        Flux<Void> rest = Flux.generate(() -> range.offset() + first, (offset, sink) -> {
                    if (offset == range.end()) {
                        sink.complete();
                        return offset;
                    }
                    ByteRange next = new ByteRange(offset, Math.min(SLICE, range.end() - offset));
                    sink.next(next);
                    return next.end();
                })
                .cast(ByteRange.class)
                .concatMap(
                        next -> slice(
                                netty.sendFile(file, next.offset(), next.length())
                                        .then(),
                                next.length(),
                                transfer),
                        0);
        return head.thenMany(rest).then();
    }

    private Mono<Void> slice(Mono<Void> sending, long length, ActiveTransfer transfer) {
        // Before Reactor Netty closes the file: then sending fails, and Netty closes the connection as if it were the
        // client.
        Mono<Void> noted = sending.doOnCancel(() -> {
            if (transfer.isEnded()) {
                record.endedByServer();
            }
        });
        return transfer.watch(noted).doOnSuccess(sent -> transfer.add(length));
    }
}
