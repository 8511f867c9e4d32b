package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Role;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.Finished;
import dev.ezworks.e2e.harness.OnBothStores;
import dev.ezworks.e2e.harness.Packages;
import dev.ezworks.e2e.harness.Server;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stored bytes change behind the server's back: nobody takes them for what was uploaded. */
@OnBothStores
class BitRotIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIZE = (3 << 20) + 17;
    // More than is read from MongoDB before the first byte goes out.
    private static final int LONG = 9 << 20;

    private final StoreKind store;

    BitRotIT(StoreKind store) {
        this.store = store;
    }

    @Test
    void aFlippedByteShouldBeNoticedByTheClientThenByTheScrubAndMendedByANewUpload() throws IOException {
        byte[] content = Bytes.of(1, SIZE).array();
        try (Server server = Server.start(store, Map.of("EZWORKS_SCRUB_INTERVAL", "off"));
                Terminal terminal = new Terminal(server.api().base())) {
            Api.Login operator = server.api().operator();
            Api.Login client = server.api().client();
            put(server, operator, "rotten.bin", content);
            put(server, operator, "whole.bin", Bytes.of(2, 5000).array());
            server.store().flipByte(SIZE);

            terminal.logIn(Role.CLIENT, client.username());
            Finished download = terminal.run("download", operator.username() + "/rotten.bin");
            assertThat(download.exitCode()).as("%s", download).isEqualTo(8);
            assertThat(Files.exists(terminal.folder().resolve("rotten.bin"))).isFalse();

            if (store == StoreKind.LOCAL) {
                Finished refused = scrub(server);
                assertThat(refused.exitCode()).as("%s", refused).isEqualTo(1);
                assertThat(refused.errText()).contains("is in use by another ezworks server; stop it");
            }
            assertFound(scrubWhereItMay(server), operator);
            assertDamaged(server, operator, client);

            Answer mended = server.api().put(operator, "rotten.bin", content);
            assertThat(mended.status()).as("%s", mended).isEqualTo(200);
            assertThat(mended.json().path("damaged").asBoolean(true)).isFalse();
            assertThat(server.api()
                            .get(client, Api.clientPath(operator, "rotten.bin"))
                            .body())
                    .isEqualTo(content);
        }
    }

    private Finished scrubWhereItMay(Server server) {
        return store == StoreKind.LOCAL ? server.whileStopped(() -> scrub(server)) : scrub(server);
    }

    private static void assertFound(Finished scrub, Api.Login operator) {
        assertThat(scrub.exitCode()).as("%s", scrub).isEqualTo(8);
        assertThat(scrub.out()).hasSize(2);
        assertThat(scrub.out().get(0))
                .startsWith("{\"type\":\"file\",\"status\":\"damaged\",\"owner\":\"" + operator.username()
                        + "\",\"name\":\"rotten.bin\",\"version\":1,\"content\":\"")
                .contains("\"size\":" + SIZE + ",\"reason\":\"its SHA-256 is ");
        assertThat(scrub.out().get(1)).startsWith("{\"type\":\"summary\",\"whole\":1,\"damaged\":1,\"unchecked\":0,");
    }

    private static void assertDamaged(Server server, Api.Login operator, Api.Login client) {
        Api api = server.api();
        String path = Api.clientPath(operator, "rotten.bin");
        assertThat(api.get(client, path).status()).isEqualTo(500);
        assertThat(api.get(client, path).problemCode()).contains("content-damaged");
        assertThat(api.get(client, path, "Range", "bytes=0-9").problemCode()).contains("content-damaged");
        assertThat(api.get(client, path, "If-None-Match", "*").problemCode()).contains("content-damaged");
        assertThat(api.head(client, path).status()).isEqualTo(500);
        assertThat(api.get(operator, Api.ownPath("rotten.bin")).problemCode()).contains("content-damaged");
        assertThat(api.get(client, Api.clientPath(operator, "whole.bin")).status())
                .isEqualTo(200);
        assertThat(api.get(operator, "/ops/files").json().path("files").valueStream())
                .extracting(
                        file -> file.path("name").asString(),
                        file -> file.path("damaged").asBoolean())
                .containsExactly(tuple("rotten.bin", true), tuple("whole.bin", false));
    }

    @Test
    void missingBytesShouldNeverEndAsAWholeFile() {
        try (Server server = Server.start(store, Map.of("EZWORKS_SCRUB_INTERVAL", "off"))) {
            Api.Login operator = server.api().operator();
            put(server, operator, "gone.bin", Bytes.of(1, SIZE).array());
            put(server, operator, "short.bin", Bytes.of(2, LONG).array());
            server.store().loseAll(SIZE);
            server.store().loseEnd(LONG);

            Answer gone = server.api().get(operator, Api.ownPath("gone.bin"));
            assertThat(gone.status()).as("%s", gone).isEqualTo(500);
            assertThat(gone.problemCode()).contains("content-damaged");
            if (store == StoreKind.LOCAL) {
                // The file's length tells before the first byte.
                assertThat(server.api().get(operator, Api.ownPath("short.bin")).problemCode())
                        .contains("content-damaged");
            } else {
                assertThatThrownBy(() -> server.api().get(operator, Api.ownPath("short.bin")))
                        .isInstanceOf(UncheckedIOException.class);
            }
            // The line may be written after the answer.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.log())
                            .contains("of gone.bin of " + operator.username())
                            .contains("is damaged"));

            Finished scrub = scrubWhereItMay(server);
            assertThat(scrub.exitCode()).as("%s", scrub).isEqualTo(8);
            assertThat(scrub.out())
                    .filteredOn(line -> line.contains("\"status\":\"damaged\""))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("\"gone.bin\""))
                    .anyMatch(line -> line.contains("\"short.bin\""));
            assertThat(server.api().get(operator, Api.ownPath("short.bin")).problemCode())
                    .contains("content-damaged");
        }
    }

    @Test
    void theServerShouldLookForDamageByItself() {
        byte[] content = Bytes.of(1, SIZE).array();
        try (Server server = Server.start(store, Map.of("EZWORKS_SCRUB_INTERVAL", "500ms"))) {
            Api.Login operator = server.api().operator();
            put(server, operator, "rotten.bin", content);

            server.store().flipByte(SIZE);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.api()
                                    .get(operator, Api.ownPath("rotten.bin"))
                                    .problemCode())
                            .contains("content-damaged"));
            // The mark is there before the line is.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.log())
                            .contains("version 1 of rotten.bin of " + operator.username() + " is damaged"));

            // What was restored is given out again.
            server.store().flipByte(SIZE);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.api()
                                    .get(operator, Api.ownPath("rotten.bin"))
                                    .body())
                            .isEqualTo(content));
        }
    }

    private static void put(Server server, Api.Login operator, String name, byte[] content) {
        assertThat(server.api().put(operator, name, content).status()).isEqualTo(201);
    }

    /** Runs {@code ezworks scrub} with the settings of this server's store. */
    private static Finished scrub(Server server) {
        try (Terminal terminal = new Terminal(server.api().base())) {
            server.store().environment().forEach(terminal::with);
            terminal.with("EZWORKS_LAUNCHER", launcher(terminal.home()).toString());
            return terminal.run("scrub", "--json");
        }
    }

    /** Stands for the script, which would build first. */
    private static Path launcher(Path folder) {
        try {
            Path script = folder.resolve("ezworks");
            Files.writeString(script, """
                    #!/bin/sh
                    [ "$*" = scrub-store ] && exec '%s' -jar '%s' scrub
                    """.formatted(Packages.java(), Packages.server()));
            return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
