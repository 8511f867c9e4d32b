package dev.ezworks.server.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.MutableClock;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.content.StoreUnavailableException;
import dev.ezworks.server.files.InMemoryFileStore;
import dev.ezworks.server.session.InMemorySessionStore;
import dev.ezworks.server.transfers.ActiveTransfers;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class SweepTest {
    private final MutableClock clock = new MutableClock();
    private final InMemoryContentStore contents = new InMemoryContentStore(clock);

    @Test
    void contentThatCannotBeDeletedShouldNotKeepTheRest() {
        List<ContentId> ids = List.of(ContentId.random(), ContentId.random(), ContentId.random());
        ids.forEach(id -> StepVerifier.create(contents.create(id, Duration.ofHours(1)))
                .expectNextCount(1)
                .verifyComplete());
        clock.advance(Duration.ofHours(2));
        ContentId first = Objects.requireNonNull(contents.expired().blockFirst());

        StepVerifier.create(sweep(failingToDelete(first)).run()).verifyComplete();

        assertThat(contents.count()).isEqualTo(1);
    }

    private Sweep sweep(ContentStore store) {
        return new Sweep(
                store,
                new InMemoryFileStore(),
                new InMemorySessionStore(),
                new ActiveTransfers(clock),
                clock,
                Duration.ofHours(24));
    }

    private ContentStore failingToDelete(ContentId stuck) {
        return (ContentStore) Proxy.newProxyInstance(
                ContentStore.class.getClassLoader(),
                new Class<?>[] {ContentStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("delete") && stuck.equals(arguments[0])) {
                        return Mono.error(new StoreUnavailableException("stuck", new IOException("stuck")));
                    }
                    try {
                        return method.invoke(contents, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
