package dev.ezworks.server.web;

import io.netty.channel.ChannelHandlerContext;

/**
 * Goes on reading from a connection when every request that came is answered.
 *
 * <p>Reactor Netty 1.3.7 forgets to where a request arrived before it was done with the one in front: then the next
 * request is never read, and its client waits in vain (reactor-netty issue 4361, mended in 1.3.8).
 */
final class ReadOn extends AnswerWatch {
    @Override
    void onAllAnswered(ChannelHandlerContext context) {
        // When Reactor Netty has finished with the answer that it is just writing.
        context.executor().execute(context::read);
    }
}
