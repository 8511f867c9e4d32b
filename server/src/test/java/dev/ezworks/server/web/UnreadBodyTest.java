package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnreadBodyTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void open() {
        channel.freezeTime();
        channel.pipeline().addLast(new UnreadBody());
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void bodyThatIsAnsweredAndGoesOnShouldBeCutOffInTime() {
        request();
        answer();
        assertThat(channel.isOpen()).isTrue();
        passMaxTime();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void bodyThatIsAnsweredAndLargeShouldBeCutOff() {
        request();
        answer();
        body(UnreadBody.MAX_BYTES);
        assertThat(channel.isOpen()).isTrue();
        body(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void bodyThatEndsInTimeShouldLeaveTheConnection() {
        request();
        answer();
        body(1000);
        end();
        passMaxTime();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void bodyThatIsNotAnsweredShouldHaveAllTheTimeItWants() {
        request();
        body(UnreadBody.MAX_BYTES + 1);
        passMaxTime();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void answerToTheRequestInFrontShouldNotCutOffABodyThatIsHereAlready() {
        request();
        end();
        request();
        answer();
        body(UnreadBody.MAX_BYTES + 1);
        passMaxTime();
        assertThat(channel.isOpen()).isTrue();
        answer();
        passMaxTime();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void connectionThatIsClosedInTheMidstOfABodyShouldReadALittle() {
        request();
        answer();
        channel.pipeline().close();
        body(1000);
        assertThat(channel.isOpen()).isTrue();
        end();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void connectionThatIsClosedInTheMidstOfABodyShouldCloseInTime() {
        request();
        answer();
        ChannelFuture closed = channel.pipeline().close();
        assertThat(closed.isDone()).isFalse();
        passMaxTime();
        assertThat(channel.isOpen()).isFalse();
        assertThat(closed.isSuccess()).isTrue();
    }

    @Test
    void connectionThatIsClosedWhileARequestIsUnansweredShouldCloseAtOnce() {
        request();
        channel.pipeline().close();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void connectionThatIsClosedAfterABodyShouldCloseAtOnce() {
        request();
        end();
        answer();
        channel.pipeline().close();
        assertThat(channel.isOpen()).isFalse();
    }

    private void request() {
        channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.PUT, "/"));
    }

    private void body(long length) {
        channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[(int) length])));
    }

    private void end() {
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void answer() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    private void passMaxTime() {
        channel.advanceTimeBy(UnreadBody.MAX_TIME.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
