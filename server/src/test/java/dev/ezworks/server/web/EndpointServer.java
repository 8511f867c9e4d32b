package dev.ezworks.server.web;

import dev.ezworks.server.Await;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/** A server on a free port with some endpoints, wired as the real one is but for what a test leaves out. */
public final class EndpointServer implements AutoCloseable {
    private final DisposableServer server;

    /** @param filters between the routing and the endpoints, such as the one that authenticates */
    public EndpointServer(ProblemTable problems, List<WebFilter> filters, List<Endpoint> endpoints) {
        Routing routing = new Routing(new RouteTable(endpoints), path -> true);
        HttpHandler handler = WebHttpHandlerBuilder.webHandler(
                        RouterFunctions.toWebHandler(routing, HandlerStrategies.withDefaults()))
                .filters(all -> {
                    all.add(new RequestId());
                    all.add(routing);
                    all.addAll(filters);
                })
                .exceptionHandler(
                        new ProblemHandler(problems, JsonMapper.builder().build(), code -> {}))
                .build();
        HttpFrame frame = new HttpFrame(
                JsonMapper.builder().build(),
                Clock.systemUTC(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(120),
                ended -> {});
        this.server =
                Await.one(frame.apply(HttpServer.create().host("127.0.0.1").port(0))
                        .handle(new ReactorHttpHandlerAdapter(handler))
                        .bind());
    }

    /** The address of a path. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
