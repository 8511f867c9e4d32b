package dev.ezworks.server.web;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpRequestDecoderSpec;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/** Limits and time-outs below Spring: how long a request line, how large the headers, how slow a client. */
public final class HttpFrame implements NettyServerCustomizer {
    /** In bytes: a name of 1,024 bytes has 3,072 when percent-encoded, and a query may hold two. */
    private static final int MAX_REQUEST_LINE = 16 * 1024;

    private static final int MAX_HEADERS = 16 * 1024;

    /**
     * The most that is read from a connection before anybody looks whether more is wanted, in bytes: so much memory each
     * sender may take besides the buffer budget. With Netty's 64 KiB and the decoder's 8 KiB an upload takes half as much
     * processor time again. What is allocated follows what comes, so slow connections take little.
     */
    private static final int MAX_READ = 256 * 1024;

    private static final int MIN_READ = 2 * 1024;
    private static final int FIRST_READ = 16 * 1024;

    private final JsonMapper json;
    private final Clock clock;
    private final Duration headerTimeout;
    private final Duration idleTimeout;
    private final RequestListener listener;

    /**
     * @param headerTimeout for the headers of a request, from the opening of the connection or the last answer
     * @param idleTimeout for a connection on which nothing moves
     * @param listener hears of every request when it is over
     */
    public HttpFrame(
            JsonMapper json, Clock clock, Duration headerTimeout, Duration idleTimeout, RequestListener listener) {
        this.json = json;
        this.clock = clock;
        this.headerTimeout = headerTimeout;
        this.idleTimeout = idleTimeout;
        this.listener = listener;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.httpRequestDecoder(HttpFrame::limit).doOnChannelInit((observer, channel, address) -> {
            channel.config()
                    .setRecvByteBufAllocator(
                            new AdaptiveRecvByteBufAllocator(MIN_READ, FIRST_READ, MAX_READ).maxMessagesPerRead(1));
            ChannelPipeline pipeline = channel.pipeline();
            // First, so that it sees what FrameProblems answers.
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new RequestWatch(listener));
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new FrameProblems(json));
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new DateField(clock));
            ReadOn readOn = new ReadOn();
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, readOn);
            pipeline.addAfter(NettyPipeline.HttpTrafficHandler, null, readOn.behind());
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new UnreadBody());
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new HeaderTimeout(headerTimeout));
            pipeline.addFirst(new IdleTimeout(idleTimeout));
        });
    }

    /** The size of a chunk is deprecated, with nothing in its place: it still cuts what has been read into pieces. */
    @SuppressWarnings("deprecation")
    private static HttpRequestDecoderSpec limit(HttpRequestDecoderSpec decoder) {
        return decoder.maxInitialLineLength(MAX_REQUEST_LINE)
                .maxHeaderSize(MAX_HEADERS)
                .maxChunkSize(MAX_READ);
    }
}
