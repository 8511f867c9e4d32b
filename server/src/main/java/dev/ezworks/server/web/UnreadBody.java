package dev.ezworks.server.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what is read of a request's body after the request has been answered. A client that is in the midst of sending
 * when its answer comes may never see it if the connection closes at once, so a little is read and thrown away; then the
 * connection is closed, or anybody could keep it busy for ever.
 */
final class UnreadBody extends AnswerWatch {
    static final long MAX_BYTES = 8L << 20;
    static final Duration MAX_TIME = Duration.ofSeconds(2);

    private boolean bodyIsComing;
    private boolean answered;
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
        if (message instanceof LastHttpContent) {
            bodyIsComing = false;
            disarm();
        }
        super.channelRead(context, message);
        if (bodyIsComing && answered && thrownAway > MAX_BYTES) {
            context.channel().close();
        }
    }

    /** Of the requests that came, only the last one's body may still be coming. */
    @Override
    void onAllAnswered(ChannelHandlerContext context) {
        if (bodyIsComing) {
            answered = true;
            thrownAway = 0;
            disarm();
            alarm = context.executor()
                    .schedule(() -> context.channel().close(), MAX_TIME.toMillis(), TimeUnit.MILLISECONDS);
        }
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
