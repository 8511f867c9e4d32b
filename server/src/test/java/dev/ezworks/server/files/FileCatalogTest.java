package dev.ezworks.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Username;
import dev.ezworks.server.Await;
import dev.ezworks.server.MutableClock;
import dev.ezworks.server.account.InMemoryAccountStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who waits for a catalog is woken by the change itself: here looks at the store are an hour apart. */
class FileCatalogTest {
    private static final Username BO = new Username("bo");
    private static final Duration NEVER = Duration.ofHours(1);

    private final FileCatalog catalog =
            new FileCatalog(new InMemoryFileStore(), new InMemoryAccountStore(), new MutableClock(), NEVER);

    @Test
    void publishShouldWakeWhoWaits() {
        CompletableFuture<@Nullable String> waiting = waitForChange();

        publish();

        assertWoken(waiting);
    }

    @Test
    void removalShouldWakeWhoWaits() {
        publish();
        CompletableFuture<@Nullable String> waiting = waitForChange();

        Await.done(catalog.remove(BO, FileName.of("a"), Precondition.NONE));

        assertWoken(waiting);
    }

    private CompletableFuture<@Nullable String> waitForChange() {
        return catalog.awaitOtherTag(BO, tag(), NEVER).toFuture();
    }

    private void publish() {
        Await.done(catalog.publish(BO, List.of(FileStoreFixture.version("a", "a"))));
    }

    private String tag() {
        return Await.one(catalog.tag(BO));
    }

    private void assertWoken(CompletableFuture<@Nullable String> waiting) {
        assertThat(waiting).succeedsWithin(Await.TIMEOUT).isEqualTo(tag());
    }
}
