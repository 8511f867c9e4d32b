package dev.ezworks.server.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that owes a request: from its opening, or from the end of the last answer, the headers of the
 * next request must be complete in time. Dribbling them byte by byte does not help.
 */
final class HeaderTimeout extends AnswerWatch {
    private final Duration timeout;
    private @Nullable Future<?> alarm;

    HeaderTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        arm(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            disarm();
        }
        super.channelRead(context, message);
    }

    @Override
    void onAllAnswered(ChannelHandlerContext context) {
        arm(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        disarm();
        super.channelInactive(context);
    }

    private void arm(ChannelHandlerContext context) {
        disarm();
        alarm = context.executor().schedule(() -> context.channel().close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void disarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }
}
