package dev.ezworks.server.config;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import reactor.core.publisher.Mono;

/** Counts the requests whose answer has not gone out yet. */
final class RunningRequests implements HttpHandlerDecoratorFactory {
    private final AtomicInteger running = new AtomicInteger();

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return (request, response) -> counted(Mono.defer(() -> handler.handle(request, response)));
    }

    /** The same answer, counted from its subscription until it has gone out. */
    Mono<Void> counted(Mono<Void> answer) {
        return answer.doFirst(running::incrementAndGet).doFinally(signal -> running.decrementAndGet());
    }

    boolean areAnswered() {
        return running.get() == 0;
    }
}
