package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestWatchTest {
    private final List<EndedRequest> ended = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new RequestWatch(ended::add));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void asManyRequestsAsAClientMayBeAheadShouldPass() {
        send(RequestWatch.MOST_AHEAD);

        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.inboundMessages()).hasSize(RequestWatch.MOST_AHEAD);
    }

    @Test
    void oneMoreShouldEndTheConnection() {
        send(RequestWatch.MOST_AHEAD + 1);

        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.inboundMessages()).hasSize(RequestWatch.MOST_AHEAD);
        assertThat(ended).hasSize(RequestWatch.MOST_AHEAD);
    }

    @Test
    void whatComesTooMuchShouldBeReleased() {
        ByteBuf bytes = Unpooled.copiedBuffer(new byte[100]);
        send(RequestWatch.MOST_AHEAD);

        channel.pipeline()
                .fireChannelRead(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.PUT, "/", bytes));

        assertThat(bytes.refCnt()).isZero();
    }

    private void send(int requests) {
        for (int i = 0; i < requests; i++) {
            channel.pipeline().fireChannelRead(request());
        }
    }

    private static DefaultHttpRequest request() {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    }
}
