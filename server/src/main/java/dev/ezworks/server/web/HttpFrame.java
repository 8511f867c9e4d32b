package dev.ezworks.server.web;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.Http2SettingsSpec;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Limits and time-outs below Spring: how long a request line, how large the headers, how slow a client.
 *
 * <p>What a handler here sees is one connection's requests in HTTP/1.1, and one request's stream in HTTP/2.
 */
public final class HttpFrame implements NettyServerCustomizer {
    /** In bytes: a name of 1,024 bytes has 3,072 when percent-encoded, and a query may hold two. */
    private static final int MAX_REQUEST_LINE = 16 * 1024;

    private static final int MAX_HEADERS = 16 * 1024;

    /**
     * The most that is read from a connection at once, in bytes. Netty's 64 KiB and the decoder's 8 KiB cost an upload
     * half as much processor time again. What is allocated follows what comes, so that slow connections take little.
     */
    private static final int MAX_READ = 256 * 1024;

    private static final int MIN_READ = 2 * 1024;
    private static final int FIRST_READ = 16 * 1024;

    private static final int MAX_STREAMS = 100;

    /**
     * Bytes that a client may send ahead in one stream; twice as many more in all streams of a connection together. With
     * the 64 KiB that HTTP/2 begins with, an upload waits for its round trips.
     */
    private static final int STREAM_WINDOW = 1024 * 1024;

    /** Streams that one connection may have cut short in {@link #RESETS_SECONDS}: opening and cutting costs nothing. */
    private static final int MAX_RESETS = 200;

    private static final int RESETS_SECONDS = 30;

    private final JsonMapper json;
    private final Clock clock;
    private final Duration headerTimeout;
    private final Duration idleTimeout;

    /**
     * @param headerTimeout for the headers of a request, from the opening of the connection or the last answer
     * @param idleTimeout for a connection or stream on which nothing moves
     */
    public HttpFrame(JsonMapper json, Clock clock, Duration headerTimeout, Duration idleTimeout) {
        this.json = json;
        this.clock = clock;
        this.headerTimeout = headerTimeout;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.httpRequestDecoder(decoder -> decoder.maxInitialLineLength(MAX_REQUEST_LINE)
                        .maxHeaderSize(MAX_HEADERS)
                        .maxChunkSize(MAX_READ))
                .childOption(
                        ChannelOption.RCVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(MIN_READ, FIRST_READ, MAX_READ))
                .http2Settings(HttpFrame::limit)
                .doOnChannelInit((observer, channel, address) -> addToConnection(channel))
                // Called for each request; a stream is made for each.
                .doOnConnection(connection -> addToStream(connection.channel()));
    }

    private static void limit(Http2SettingsSpec.Builder settings) {
        settings.maxConcurrentStreams(MAX_STREAMS)
                .maxHeaderListSize(MAX_HEADERS)
                .initialWindowSize(STREAM_WINDOW)
                .maxDecodedRstFramesPerWindow(MAX_RESETS, RESETS_SECONDS)
                .maxEncodedRstFramesPerWindow(MAX_RESETS, RESETS_SECONDS);
    }

    private void addToConnection(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.H2OrHttp11Codec) == null) {
            addToHttp1(pipeline);
        } else {
            pipeline.addAfter(
                    NettyPipeline.H2OrHttp11Codec, null, new NegotiatedProtocol(this::addToHttp1, headerTimeout));
        }
        pipeline.addFirst(new IdleTimeout(idleTimeout));
    }

    private void addToHttp1(ChannelPipeline pipeline) {
        pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new FrameProblems(json));
        pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new DateField(clock));
        pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new ReadOn());
        pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new UnreadBody());
        pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new HeaderTimeout(headerTimeout));
    }

    private void addToStream(Channel channel) {
        if (channel instanceof Http2StreamChannel stream) {
            ChannelPipeline pipeline = stream.pipeline();
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new DateField(clock));
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new UnreadStream(stream));
            pipeline.addFirst(new IdleTimeout(idleTimeout));
        }
    }
}
