package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.server.Await;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** To whom the server tells how it does. */
class ManagementServerTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void strangersShouldNotSeeTheMetricsHoweverTheyWriteThePath() throws Exception {
        try (TestServer server = TestServer.start(Map.of("server.address", "0.0.0.0"))) {
            for (String path : new String[] {
                "/actuator/prometheus",
                "/actuator/%70rometheus",
                "/actuator/prometheus;x",
                "/actuator//prometheus",
                "/actuator/health/../prometheus",
                "/%61ctuator/prometheus"
            }) {
                HttpResponse<String> answer = get(server.uri(), path);
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.body()).as(path).contains("not-found");
            }
            assertThat(get(server.uri(), "/actuator/health").statusCode()).isEqualTo(200);
            assertThat(get(server.uri(), "/actuator/health/readiness").statusCode())
                    .isEqualTo(200);
            assertThat(get(server.uri(), "/actuator/info").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void onALoopbackAddressTheMetricsShouldShow() throws Exception {
        try (TestServer server = TestServer.start(Map.of())) {
            assertThat(get(server.uri(), "/actuator/prometheus").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aManagementPortShouldHaveTheActuatorAndNothingElse() throws Exception {
        URI management;
        try (TestServer server =
                TestServer.start(Map.of("ezworks.management.port", "0", "server.address", "0.0.0.0"))) {
            management = URI.create(
                    "http://127.0.0.1:" + server.bean(ManagementServer.class).port());

            assertThat(get(management, "/actuator/prometheus").body()).contains("ezworks_transfer_bytes_total");
            assertThat(get(management, "/actuator/health/readiness").body()).contains("UP");
            HttpResponse<String> elsewhere = get(management, "/openapi.json");
            assertThat(elsewhere.statusCode()).isEqualTo(404);
            assertThat(elsewhere.body()).contains("not-found");
            assertThat(elsewhere.headers().firstValue("X-Request-Id")).isPresent();

            for (String path : new String[] {"/actuator", "/actuator/health", "/actuator/prometheus"}) {
                assertThat(get(server.uri(), path).statusCode()).as(path).isEqualTo(404);
            }
            assertThat(get(server.uri(), "/openapi.json").statusCode()).isEqualTo(200);
        }
        Assertions.assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> get(management, "/actuator/health"));
    }

    @Test
    void aManagementAddressShouldBeTheOnlyOneOfItsPort() throws Exception {
        // All of 127.0.0.0/8 is this machine.
        try (TestServer server =
                TestServer.start(Map.of("ezworks.management.port", "0", "ezworks.management.address", "127.0.0.2"))) {
            int port = server.bean(ManagementServer.class).port();

            assertThat(get(URI.create("http://127.0.0.2:" + port + "/actuator/prometheus"))
                            .statusCode())
                    .isEqualTo(200);
            Assertions.assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> get(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus")));
        }
    }

    private static HttpResponse<String> get(URI server, String path) throws IOException, InterruptedException {
        return get(URI.create("http://127.0.0.1:" + server.getPort() + path));
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(uri).timeout(Await.TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    }
}
