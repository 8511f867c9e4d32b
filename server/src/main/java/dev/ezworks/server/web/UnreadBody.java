package dev.ezworks.server.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what is read of a request after it has been answered. A client that is in the midst of sending when its answer
 * comes may never see it if the connection closes at once (RFC 9112, section 9.6), so a little is read and thrown away;
 * then the connection is closed, or anybody could keep it busy for ever.
 *
 * <p>Whoever closes the connection before, because the client asked for it or has sent what is no HTTP, closes only this
 * server's side, until all is read or the bounds are reached.
 */
final class UnreadBody extends AnswerWatch {
    static final long MAX_BYTES = 8L << 20;
    static final Duration MAX_TIME = Duration.ofSeconds(2);

    private boolean bodyIsComing;
    private boolean answered;
    private boolean closing;
    private long thrownAway;
    private @Nullable Future<?> alarm;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            bodyIsComing = true;
            answered = false;
        }
        if (message instanceof HttpContent content && answered) {
            thrownAway += content.content().readableBytes();
        }
        // What cannot be decoded has no end that anybody could find.
        if (message instanceof LastHttpContent last && last.decoderResult().isSuccess()) {
            bodyIsComing = false;
            disarm();
        }
        super.channelRead(context, message);
        boolean tooMuch = bodyIsComing && answered && thrownAway > MAX_BYTES;
        boolean allRead = closing && !bodyIsComing;
        if (tooMuch || allRead) {
            cut(context);
        }
    }

    /** Of the requests that came, only the last one's body may still be coming. */
    @Override
    void onAllAnswered(ChannelHandlerContext context) {
        if (bodyIsComing) {
            answered = true;
            thrownAway = 0;
            disarm();
            alarm = context.executor().schedule(() -> cut(context), MAX_TIME.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
        if (closing || !answered || !bodyIsComing) {
            super.close(context, promise);
            return;
        }
        closing = true;
        Channel channel = context.channel();
        channel.closeFuture().addListener(closed -> promise.trySuccess());
        channel.config().setAutoRead(true);
        // TLS has no half-closed connections; there the answer's own end must do.
        if (channel instanceof DuplexChannel plain && channel.pipeline().get(SslHandler.class) == null) {
            plain.shutdownOutput();
        }
    }

    private void cut(ChannelHandlerContext context) {
        closing = true;
        context.channel().close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        disarm();
        super.channelInactive(context);
    }

    private void disarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }
}
