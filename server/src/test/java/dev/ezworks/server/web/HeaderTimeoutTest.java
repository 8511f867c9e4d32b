package dev.ezworks.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeaderTimeoutTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void open() {
        channel.freezeTime();
        channel.pipeline().addLast(new HeaderTimeout(TIMEOUT));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void connectionWithoutARequestShouldBeClosedInTime() {
        pass(TIMEOUT.minusSeconds(1));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void requestThatIsUnderWayShouldHaveAllTheTimeItWants() {
        request();
        pass(TIMEOUT.multipliedBy(100));
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void nextRequestShouldBeDueFromTheAnswerOn() {
        request();
        pass(TIMEOUT.multipliedBy(2));
        answer(HttpResponseStatus.OK);
        pass(TIMEOUT.minusSeconds(1));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void continueShouldBeNoAnswerYet() {
        request();
        answer(HttpResponseStatus.CONTINUE);
        pass(TIMEOUT.multipliedBy(2));
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void answerToOneRequestShouldNotCutTheNextThatIsHereAlready() {
        request();
        request();
        answer(HttpResponseStatus.OK);
        pass(TIMEOUT.multipliedBy(2));
        assertThat(channel.isOpen()).isTrue();
        answer(HttpResponseStatus.OK);
        pass(TIMEOUT);
        assertThat(channel.isOpen()).isFalse();
    }

    private void request() {
        channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    }

    private void answer(HttpResponseStatus status) {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
