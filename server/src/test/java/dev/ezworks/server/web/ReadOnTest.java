package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadOnTest {
    private final AtomicInteger reads = new AtomicInteger();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            new ChannelOutboundHandlerAdapter() {
                @Override
                public void read(ChannelHandlerContext context) throws Exception {
                    reads.incrementAndGet();
                    super.read(context);
                }
            },
            new ReadOn());

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void lastAnswerShouldBeFollowedByARead() {
        request();
        request();
        reads.set(0);
        answer(HttpResponseStatus.OK);
        assertThat(reads).hasValue(0);
        answer(HttpResponseStatus.OK);
        assertThat(reads).hasValue(1);
    }

    @Test
    void continueShouldBeNoAnswer() {
        request();
        reads.set(0);
        answer(HttpResponseStatus.CONTINUE);
        assertThat(reads).hasValue(0);
    }

    @Test
    void readThatIsNotPassedOnShouldBeMadeUpFor() {
        AtomicInteger swallowed = new AtomicInteger(1);
        ReadOn readOn = new ReadOn();
        channel.pipeline()
                .addLast(
                        readOn,
                        new ChannelOutboundHandlerAdapter() {
                            @Override
                            public void read(ChannelHandlerContext context) throws Exception {
                                if (swallowed.getAndDecrement() <= 0) {
                                    super.read(context);
                                }
                            }
                        },
                        readOn.behind());
        reads.set(0);
        channel.read();
        channel.runPendingTasks();
        assertThat(reads).hasValue(1);

        channel.read();
        channel.runPendingTasks();
        assertThat(reads).hasValue(2);
    }

    private void request() {
        channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    }

    private void answer(HttpResponseStatus status) {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
        channel.runPendingTasks();
    }
}
