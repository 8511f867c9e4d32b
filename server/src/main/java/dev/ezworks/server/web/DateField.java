package dev.ezworks.server.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Clock;

/** Puts the date on every answer, as an origin server with a clock must (RFC 9110 section 6.6.1). */
final class DateField extends ChannelOutboundHandlerAdapter {
    private final Clock clock;

    DateField(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response
                && response.status().code() >= 200
                && !response.headers().contains(HttpHeaderNames.DATE)) {
            response.headers().set(HttpHeaderNames.DATE, HttpDate.format(clock.instant()));
        }
        super.write(context, message, promise);
    }
}
