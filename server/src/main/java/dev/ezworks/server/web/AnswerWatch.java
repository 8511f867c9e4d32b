package dev.ezworks.server.web;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Notices when every request that came over a connection is answered. There may be more than one at a time: a client
 * need not wait for an answer before it sends the next request.
 */
abstract class AnswerWatch extends ChannelDuplexHandler {
    private int unanswered;

    /** Runs each time the last answer that was owed has been written. */
    abstract void onAllAnswered(ChannelHandlerContext context);

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
        if (isEndOfAnswer(message) && --unanswered <= 0) {
            unanswered = 0;
            onAllAnswered(context);
        }
    }

    /** {@code 100 Continue} is a whole message, but the answer is still to come. */
    private static boolean isEndOfAnswer(Object message) {
        return message instanceof LastHttpContent
                && !(message instanceof HttpResponse response
                        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL);
    }
}
