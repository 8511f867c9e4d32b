package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Finished;
import dev.ezworks.e2e.harness.ServerProcess;
import dev.ezworks.server.testing.Mongod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A server that cannot start says why in one line, with the mend, and ends. */
class StartUpIT {
    private static final Pattern MANAGEMENT = Pattern.compile("health and metrics are on (http://[^/]+)/actuator");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private Path data;
    private Path temp;

    @BeforeEach
    void makeFolders() throws IOException {
        data = folder.resolve("data");
        temp = Files.createDirectory(folder.resolve("temp"));
    }

    @Test
    void theReadyLineShouldNameTheStoreAndTheAddress() {
        try (ServerProcess server = ServerProcess.start(settings(), temp)) {
            assertThat(server.log().lines())
                    .filteredOn(line -> line.contains("ready on"))
                    .singleElement()
                    .asString()
                    .contains(server.url().toString())
                    .contains("local")
                    .contains(data.toString());
            assertThat(server.url().getHost()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere SQLite's driver unpacks its library")
    void sqliteShouldNotBeUnpackedAtEveryStart() throws IOException {
        try (ServerProcess server = ServerProcess.start(settings(), temp)) {
            assertThat(server.url()).isNotNull();
            assertThat(data.resolve("tmp")).isEmptyDirectory();
        }
    }

    @Test
    void aManagementPortShouldHaveTheMetricsInsteadOfTheMainOne() {
        try (ServerProcess server = ServerProcess.start(settings("EZWORKS_MANAGEMENT_PORT", "0"), temp)) {
            Matcher management = MANAGEMENT.matcher(server.log());
            assertThat(management.find()).as(server.log()).isTrue();

            assertThat(metrics(URI.create(management.group(1))).text()).contains("ezworks_transfer_bytes_total");
            assertThat(metrics(server.url()).status()).isEqualTo(404);
        }
    }

    private static Answer metrics(URI server) {
        return new Api(server).send("GET", "/actuator/prometheus", BodyPublishers.noBody());
    }

    @Test
    void anUnknownJwtAlgorithmShouldBeRefused() throws Exception {
        assertRefused(settings("JWT_ALGO", "none"), "JWT_ALGO", "HS256");
    }

    @Test
    void anUnknownLogFormatShouldBeRefused() throws Exception {
        assertRefused(settings("EZWORKS_LOG", "xml"), "EZWORKS_LOG", "'xml'", "text or json");
    }

    @Test
    void aLogInJsonShouldBeNothingElse() {
        try (ServerProcess server = ServerProcess.start(settings("EZWORKS_LOG", "json"), temp)) {
            assertThat(server.log().lines().filter(line -> !line.isBlank() && !line.startsWith("WARNING:")))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(JSON.readTree(line).propertyNames())
                            .contains("time", "level", "logger", "message"))
                    .anySatisfy(line -> assertThat(
                                    JSON.readTree(line).path("message").asString())
                            .contains("ready on"));
        }
    }

    @Test
    void theLogFormatMayStandInDotEnv() throws IOException {
        Files.writeString(temp.resolve(".env"), "EZWORKS_LOG = \"json\"\n");

        try (ServerProcess server = ServerProcess.start(settings(), temp)) {
            assertThat(server.log().lines().filter(line -> line.contains("ready on")))
                    .singleElement()
                    .asString()
                    .startsWith("{");
        }
    }

    @Test
    void aManagementPortThatIsTakenShouldBeRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertRefused(settings("EZWORKS_MANAGEMENT_PORT", port), port, "is taken", "EZWORKS_MANAGEMENT_PORT");
        }
    }

    @Test
    void anUnreachableMongoShouldBeRefused() throws Exception {
        Map<String, String> settings = settings(
                "MONGO_CONNECTION_STRING", "mongodb://user:hunter2@127.0.0.1:1/files?authSource=admin",
                "JWT_SECRET", "0123456789-0123456789-0123456789-0123456789");

        Finished finished = assertRefused(settings, "127.0.0.1:1");

        assertThat(finished.errText() + finished.outText()).doesNotContain("hunter2");
    }

    @Test
    void mongoWithoutASecretShouldBeRefused() throws Exception {
        assertRefused(settings("MONGO_CONNECTION_STRING", Mongod.replicaSet().freshDatabase()), "JWT_SECRET");
    }

    @Test
    void aTakenPortShouldBeRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertRefused(settings("SERVER_PORT", port), port, "SERVER_PORT");
        }
    }

    @Test
    void aFolderInUseShouldBeRefused() throws Exception {
        try (ServerProcess first = ServerProcess.start(settings(), temp)) {
            assertRefused(settings(), data.toString());

            assertThat(first.url()).isNotNull();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenShouldBeRefused() throws Exception {
        // Below a file, since the super-user may write to any folder.
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        Path impossible = file.resolve("data");

        assertRefused(settings("EZWORKS_DATA", impossible.toString()), impossible.toString(), "EZWORKS_DATA");
    }

    @Test
    void aMissingCertificateShouldBeRefused() throws Exception {
        String missing = folder.resolve("missing.pem").toString();

        assertRefused(settings("EZWORKS_TLS_CERT", missing, "EZWORKS_TLS_KEY", missing), missing);
    }

    private Finished assertRefused(Map<String, String> settings, String... reasons) throws InterruptedException {
        Finished finished = ServerProcess.startInVain(settings, temp);

        assertThat(finished.exitCode()).as("%s", finished).isPositive();
        // JDK 24 and later warn of what libraries do; that is none of our lines.
        List<String> said = finished.err().stream()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING:"))
                .toList();
        assertThat(said).singleElement().asString().contains(reasons);
        assertThat(finished.outText()).doesNotContain("\tat ").doesNotContain("Exception");
        return finished;
    }

    private Map<String, String> settings(String... namesAndValues) {
        Map<String, String> settings = new HashMap<>(Map.of("EZWORKS_DATA", data.toString()));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }
}
