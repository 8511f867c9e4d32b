package dev.ezworks.server.web;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Goes on reading from a connection when every request that came is answered.
 *
 * <p>Reactor Netty 1.3.7 forgets to where a request arrived before it was done with the one in front: then the next
 * request is never read, and its client waits in vain (reactor-netty issue 4361, mended in 1.3.8).
 */
final class ReadOn extends ChannelDuplexHandler {
    private int unanswered;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            unanswered++;
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        super.write(context, message, promise);
        if (AnswerEnd.is(message) && --unanswered <= 0) {
            unanswered = 0;
            // When Reactor Netty has finished with the answer that it is just writing.
            context.executor().execute(context::read);
        }
    }
}
