package dev.ezworks.server.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which nothing has moved for a while, in either direction. What keeps moving, however slowly,
 * has all the time it wants.
 */
final class IdleTimeout extends IdleStateHandler {
    IdleTimeout(Duration timeout) {
        // Output counts as it leaves, not as it is queued: a reader that has stopped is idle.
        super(true, 0, 0, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        context.channel().close();
    }
}
