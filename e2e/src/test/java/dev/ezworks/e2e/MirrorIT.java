package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Role;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.Finished;
import dev.ezworks.e2e.harness.MultipartBody;
import dev.ezworks.e2e.harness.OneStoreIsEnough;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that keeps a folder as an operator's catalog is. */
@OneStoreIsEnough(StoreKind.LOCAL)
class MirrorIT extends SharedServerTest {
    private Api.Login operator;
    private Terminal client;

    MirrorIT(StoreKind store) {
        super(store);
    }

    @BeforeEach
    void logIn() {
        operator = api.operator();
        client = new Terminal(api.base());
        client.logIn(Role.CLIENT, api.client().username());
    }

    @AfterEach
    void leave() {
        client.close();
    }

    @Test
    void aMirrorShouldFollowTheCatalog() throws IOException {
        // More than a page of the list.
        for (int form = 0; form < 11; form++) {
            publishAHundred(form * 100);
        }
        publish("big", Bytes.of(3, (4 << 20) + 1));
        publish("it's \"odd\" $(x) \u65E5\u672C", Bytes.of(4, 10));

        assertThat(mirror().errText()).contains("1102 downloaded");
        assertThat(mirror().errText()).contains("1102 unchanged");
        publish("big", Bytes.of(5, 4 << 20));
        publish("new", Bytes.of(6, 1));
        assertThat(api.delete(operator, Api.ownPath("many/00/0000")).status()).isEqualTo(204);
        assertThat(mirror("--delete").errText()).contains("2 downloaded, 1100 unchanged, 1 deleted");

        assertThat(client.folder().resolve("in/big"))
                .hasBinaryContent(Bytes.of(5, 4 << 20).array());
        try (Stream<Path> files = Files.walk(client.folder().resolve("in"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1102);
        }
    }

    private Finished mirror(String... more) {
        List<String> arguments = Stream.concat(
                        Stream.of("download", "--all", operator.username().value(), "--into", "in"), Stream.of(more))
                .toList();
        return client.must(arguments.toArray(String[]::new));
    }

    private void publishAHundred(int first) {
        MultipartBody body = new MultipartBody();
        for (int i = first; i < first + 100; i++) {
            body.file(
                    "many/%02d/%04d".formatted(i % 50, i), Bytes.of(i, i % 700).array());
        }
        assertThat(api.upload(operator, body).status()).isEqualTo(201);
    }

    private void publish(String name, Bytes content) {
        assertThat(api.put(operator, name, content.array()).status()).isLessThan(300);
    }
}
