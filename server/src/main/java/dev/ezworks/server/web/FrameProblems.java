package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives the refusals of the HTTP frame itself a body: a request that Netty cannot decode (too long a request line, too
 * large headers, bad syntax) or whose address is no URI never reaches Spring, and would be answered by a bare status.
 *
 * <p>Stands between the codec and Reactor Netty. A response that came by way of Spring has a request id already.
 */
final class FrameProblems extends ChannelDuplexHandler {
    private final JsonMapper json;
    private @Nullable HttpMethod method;

    FrameProblems(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            method = request.method();
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean bare = message instanceof FullHttpResponse response
                && response.status().code() >= 400
                && !response.content().isReadable()
                && !response.headers().contains(RequestId.HEADER);
        super.write(context, bare ? explain((FullHttpResponse) message) : message, promise);
    }

    private FullHttpResponse explain(FullHttpResponse bare) {
        String requestId = RequestId.random();
        Problem problem = problem(bare.status().code());
        byte[] body = json.writeValueAsBytes(ProblemBody.of(problem, requestId));
        boolean head = HttpMethod.HEAD.equals(method);
        FullHttpResponse response = new DefaultFullHttpResponse(
                bare.protocolVersion(), bare.status(), head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        response.headers()
                .set(bare.headers())
                .remove(HttpHeaderNames.TRANSFER_ENCODING)
                .set(RequestId.HEADER, requestId)
                .set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        bare.release();
        return response;
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 414 -> Problem.of(ProblemCode.URI_TOO_LONG, "shorten the path or the query");
            case 431 -> Problem.of(ProblemCode.HEADERS_TOO_LARGE, "send fewer or shorter headers");
            default -> Problem.of(ProblemCode.BAD_REQUEST, "the request is not HTTP as RFC 9112 has it");
        };
    }
}
