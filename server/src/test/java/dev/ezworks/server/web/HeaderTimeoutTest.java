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
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void addHandler() {
        channel.freezeTime();
        channel.pipeline().addLast(new HeaderTimeout(Duration.ofSeconds(30)));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void connectionThatSendsNoRequestShouldBeClosed() {
        pass(31);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void connectionShouldStayOpenWhileItsRequestIsAnswered() {
        sendRequest();
        pass(31);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void connectionThatSendsNoSecondRequestShouldBeClosed() {
        sendRequest();
        answer();
        pass(31);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void connectionShouldStayOpenWhileARequestIsAnsweredThatWasSentAhead() {
        sendRequest();
        sendRequest();
        answer();
        pass(31);

        assertThat(channel.isOpen()).isTrue();
    }

    private void sendRequest() {
        channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    }

    private void answer() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
    }
}
