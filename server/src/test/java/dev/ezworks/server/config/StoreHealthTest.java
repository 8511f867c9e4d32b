package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.Await;
import dev.ezworks.server.account.InMemoryAccountStore;
import dev.ezworks.server.content.InMemoryContentStore;
import dev.ezworks.server.files.InMemoryFileStore;
import dev.ezworks.server.maintenance.InMemoryScrubStore;
import dev.ezworks.server.session.InMemorySessionStore;
import dev.ezworks.server.uploads.InMemoryUploadStore;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class StoreHealthTest {
    @Test
    void storeThatAnswersShouldBeUp() {
        assertThat(Await.one(health(Mono.empty())).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void storeThatFailsShouldBeDownWithoutSayingWhy() {
        Health health = Await.one(health(Mono.error(new IllegalStateException("password=x"))));
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).isEmpty();
    }

    @Test
    void storeThatIsSilentShouldBeDown() {
        StepVerifier.withVirtualTime(() -> health(Mono.never()))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(4))
                .thenAwait(Duration.ofSeconds(2))
                .assertNext(health -> assertThat(health.getStatus()).isEqualTo(Status.DOWN))
                .expectComplete()
                .verify(Await.TIMEOUT);
    }

    private static Mono<Health> health(Mono<Void> ping) {
        Stores stores = new Stores(
                "memory",
                new InMemoryContentStore(Clock.systemUTC()),
                new InMemoryFileStore(),
                new InMemoryUploadStore(),
                new InMemoryAccountStore(),
                new InMemorySessionStore(),
                new InMemoryScrubStore(Clock.systemUTC()),
                () -> ping,
                () -> {});
        return new StoreHealth(stores).health();
    }
}
