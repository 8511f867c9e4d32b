package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.Finished;
import dev.ezworks.e2e.harness.FlakyProxy;
import dev.ezworks.e2e.harness.OneStoreIsEnough;
import dev.ezworks.e2e.harness.RunningCommand;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A batch over a line that fails one request in twenty. As many files as they say:
 * {@code -Dezworks.e2e.batch.small=10000 -Dezworks.e2e.batch.large=20}.
 */
@OneStoreIsEnough(StoreKind.MONGO)
class FlakyBatchIT extends SharedServerTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final int SMALL = Integer.getInteger("ezworks.e2e.batch.small", 500);
    private static final int LARGE = Integer.getInteger("ezworks.e2e.batch.large", 4);
    private static final int LARGE_BYTES = 20 << 20;

    private final Map<String, String> digests = new HashMap<>();
    private Api.Login operator;
    private FlakyProxy proxy;
    private Terminal ops;

    FlakyBatchIT(StoreKind store) {
        super(store);
    }

    @BeforeEach
    void logIn() throws IOException {
        operator = api.operator();
        proxy = new FlakyProxy(api.base(), 20);
        ops = new Terminal(proxy.url());
        ops.logIn(Role.OPS, operator.username());
        for (int i = 0; i < SMALL; i++) {
            write("small/%02d/%05d.txt".formatted(i % 100, i), Bytes.of(i, 1 + i % 3000));
        }
        for (int i = 0; i < LARGE; i++) {
            write("large/%02d.bin".formatted(i), Bytes.of(i, LARGE_BYTES + i));
        }
    }

    private void write(String name, Bytes content) throws IOException {
        Path file = ops.folder().resolve("out").resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = content.stream()) {
            Files.copy(in, file);
        }
        digests.put(name, content.sha256().hex());
    }

    @AfterEach
    void leave() {
        ops.close();
        proxy.close();
    }

    @Test
    void aBatchShouldBeCompleteAfterOneRunMore() throws IOException {
        Finished first = upload("--max-retries", "0");
        int failed = summary(first).path("failed").asInt();
        Finished second = upload();

        assertThat(first.exitCode()).as("%s", first.err()).isEqualTo(3);
        assertThat(failed).as("one in twenty").isBetween((SMALL + LARGE) / 25, (SMALL + LARGE) / 15);
        assertThat(second.exitCode()).as("%s", second.err()).isZero();
        assertThat(summary(second).path("uploaded").asInt())
                .as("only what had failed is sent again")
                .isEqualTo(failed);
        requireComplete();
        System.out.printf(
                "%d files: %d failed at first; %d requests, %d failed, %d of them with an answer that was lost;"
                        + " %s s, then %s s%n",
                SMALL + LARGE,
                failed,
                proxy.requests(),
                proxy.failures(),
                proxy.lostAnswers(),
                summary(first).path("seconds").asString(),
                summary(second).path("seconds").asString());
    }

    @Test
    void tryingAgainShouldMendItWithoutAnotherRun() {
        Finished only = upload("-q");

        assertThat(only.exitCode()).as("%s", only.err()).isZero();
        assertThat(proxy.failures()).isPositive();
    }

    private Finished upload(String... more) {
        String[] arguments = new String[more.length + 6];
        System.arraycopy(
                new String[] {"upload", "-r", "out/", "--manifest", "done.ndjson", "--json"}, 0, arguments, 0, 6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        try (RunningCommand command = ops.start(arguments)) {
            return command.await(PATIENCE);
        }
    }

    private static JsonNode summary(Finished upload) {
        return JSON.readTree(upload.out().get(upload.out().size() - 1));
    }

    private void requireComplete() {
        Map<String, String> published = new HashMap<>();
        int versions = 0;
        for (String line : listing()) {
            JsonNode file = JSON.readTree(line);
            published.put(file.path("name").asString(), file.path("sha256").asString());
            versions += file.path("version").asInt();
        }
        assertThat(published).isEqualTo(digests);
        assertThat(versions)
                .as("only lost answers made a second version")
                .isLessThanOrEqualTo(digests.size() + proxy.lostAnswers());
    }

    /** Without the proxy, whose failures are not what this is about. */
    private Iterable<String> listing() {
        try (Terminal direct = new Terminal(api.base())) {
            direct.logIn(Role.OPS, operator.username());
            return direct.must("list", "--json").out();
        }
    }
}
