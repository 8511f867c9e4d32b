package dev.ezworks.server.web;

import dev.ezworks.server.web.EndedRequest.Ending;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.Connection;

/**
 * Follows the requests of a connection from their headers to the end of their answers, and tells of each when it is
 * over. Here, next to the codec, every request shows, also one that Netty refuses and Spring never sees; and all bytes
 * do, also those that the kernel copies from a file.
 */
final class RequestWatch extends ChannelDuplexHandler {
    /** How many requests a connection may be ahead of their answers. Browsers and proxies send one at a time. */
    static final int MOST_AHEAD = 64;

    private final RequestListener listener;

    // Requests whose answers have not been written to their ends, the first to be answered first. Whoever handles that
    // looks at it, on any thread.
    private final Queue<RequestRecord> unanswered = new ConcurrentLinkedQueue<>();
    private @Nullable RequestRecord reading;
    private Ending endingIfCut = Ending.CUT_BY_CLIENT;
    private boolean broken;
    private boolean flooded;

    RequestWatch(RequestListener listener) {
        this.listener = listener;
    }

    /** The record of a request that is being handled. */
    static Optional<RequestRecord> find(ServerHttpRequest request) {
        return ServerHttpRequestDecorator.getNativeRequest(request) instanceof Connection connection
                ? find(connection)
                : Optional.empty();
    }

    /** The record of the request that is being handled: of those on its connection it is the first. */
    static Optional<RequestRecord> find(Connection connection) {
        return Optional.ofNullable(connection.channel().pipeline().get(RequestWatch.class))
                .map(watch -> watch.unanswered.peek());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (flooded || (message instanceof HttpRequest && unanswered.size() >= MOST_AHEAD)) {
            // One read can hold thousands, all of which would have to be kept.
            flooded = true;
            ReferenceCountUtil.release(message);
            context.channel().close();
            return;
        }
        if (message instanceof HttpRequest request) {
            reading = RequestRecord.of(request);
            unanswered.add(reading);
        }
        if (message instanceof HttpContent content && reading != null) {
            reading.received(content.content().readableBytes());
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        RequestRecord record = unanswered.peek();
        if (record == null || isInformational(message)) {
            super.write(context, message, promise);
            return;
        }
        if (message instanceof HttpResponse response) {
            record.status(response.status().code());
            if (!record.hasId()) {
                Optional.ofNullable(response.headers().get(RequestId.HEADER)).ifPresent(record::id);
            }
        }
        long size = size(message);
        boolean last = message instanceof LastHttpContent;
        if (last) {
            unanswered.remove();
        }
        ChannelPromise written = promise.unvoid();
        if (size > 0 || last) {
            @Nullable FileRegion region = message instanceof FileRegion file ? file : null;
            written.addListener(done -> {
                record.sent(done.isSuccess() ? size : region != null ? region.transferred() : 0);
                if (last) {
                    end(record, done.isSuccess() ? Ending.COMPLETE : endingIfCut);
                }
            });
        }
        super.write(context, message, written);
    }

    private static boolean isInformational(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private static long size(Object message) {
        if (message instanceof ByteBuf bytes) {
            return bytes.readableBytes();
        }
        if (message instanceof ByteBufHolder holder) {
            return holder.content().readableBytes();
        }
        return message instanceof FileRegion region ? region.count() : 0;
    }

    /** Ours: when a client closes, Netty closes the channel without asking the pipeline. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
        if (!broken && context.channel().isActive()) {
            endingIfCut = Ending.ENDED_BY_SERVER;
        }
        super.close(context, promise);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        // A reset by the client; closing, which follows, is only tidying up.
        broken |= cause instanceof IOException;
        super.exceptionCaught(context, cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        while (!unanswered.isEmpty()) {
            end(unanswered.remove(), endingIfCut);
        }
        super.channelInactive(context);
    }

    private void end(RequestRecord record, Ending ending) {
        record.end(ending).ifPresent(listener::ended);
    }
}
