package dev.ezworks.server.web;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/**
 * Goes on reading from a connection where Reactor Netty 1.3.7 forgets to.
 *
 * <p>When every request that came is answered: it does not read on where a request arrived before it was done with the
 * one in front (reactor-netty issue 4361, mended in 1.3.8).
 *
 * <p>When a request's body is asked for: it passes no such wish on while parts of that body, which came together with the
 * request, are still in its queue of what came early; and afterwards nobody asks again.
 */
final class ReadOn extends AnswerWatch {
    private boolean asked;

    @Override
    void onAllAnswered(ChannelHandlerContext context) {
        // When Reactor Netty has finished with the answer that it is just writing.
        context.executor().execute(context::read);
    }

    @Override
    public void read(ChannelHandlerContext context) throws Exception {
        asked = true;
        super.read(context);
    }

    /** What has to stand behind Reactor Netty's handler, as this has to before it: it sees which wishes are not passed on. */
    ChannelHandler behind() {
        return new ChannelOutboundHandlerAdapter() {
            @Override
            public void read(ChannelHandlerContext context) throws Exception {
                asked = false;
                super.read(context);
                if (!asked) {
                    // When Reactor Netty has emptied its queue, which it is just doing.
                    context.executor().execute(context::read);
                }
            }
        };
    }
}
