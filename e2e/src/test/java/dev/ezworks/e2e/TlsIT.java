package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.Finished;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.PrivateAuthority;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.Terminal;
import dev.ezworks.e2e.harness.TlsRecords;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The hand-off over TLS, with a certificate by an authority that only the test knows. */
class TlsIT extends OwnServerTest {
    private static final PrivateAuthority AUTHORITY = PrivateAuthority.create();

    private final URI url;

    TlsIT(StoreKind store) {
        super(
                store,
                Map.of(
                        "EZWORKS_TLS_CERT", AUTHORITY.certificate().toString(),
                        "EZWORKS_TLS_KEY", AUTHORITY.key().toString()));
        this.url = server.api().base();
    }

    @AfterAll
    static void removeAuthority() {
        AUTHORITY.close();
    }

    @Test
    void filesShouldGoUpAndDown() throws Exception {
        Bytes content = Bytes.of(5, 10 << 20);
        HttpClient trusting =
                HttpClient.newBuilder().sslContext(AUTHORITY.trustingContext()).build();
        Api api = new Api(url, trusting);
        Api.Login operator = api.operator();

        assertThat(url).hasScheme("https");
        assertThat(api.put(operator, "secret.bin", content).status()).isEqualTo(201);
        assertThat(api.get(api.client(), Api.clientPath(operator, "secret.bin")).body())
                .isEqualTo(content.array());
    }

    @Test
    void downloadsShouldFillTheirRecords() throws Exception {
        int large = 4 << 20;
        Api api = new Api(
                url,
                HttpClient.newBuilder().sslContext(AUTHORITY.trustingContext()).build());
        Api.Login operator = api.operator();
        api.put(operator, "large.bin", Bytes.of(6, large));
        String request =
                "GET " + Api.clientPath(operator, "large.bin") + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                        + "Authorization: " + api.client().bearer() + "\r\n\r\n";

        try (TlsRecords records = new TlsRecords(url.getPort());
                Socket tls = AUTHORITY
                        .trustingContext()
                        .getSocketFactory()
                        .createSocket(records, url.getHost(), url.getPort(), true)) {
            tls.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(tls.getInputStream().readAllBytes()).hasSizeGreaterThan(large);

            // A record may have 16 KiB. Each one costs both sides.
            assertThat(records.averageLength()).isGreaterThan(8 * 1024);
        }
    }

    @Test
    void whoDoesNotKnowTheAuthorityShouldNotConnect() {
        assertThatThrownBy(() -> server.api().send("GET", "/session", BodyPublishers.noBody()))
                .hasCauseInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void theCommandLineShouldTrustTheAuthorityItIsGiven() throws Exception {
        try (Terminal terminal = new Terminal(url)) {
            terminal.with("EZWORKS_CACERT", AUTHORITY.authorityCertificate().toString());
            Username operator = Api.freshUsername("tls");
            terminal.signUp(Role.OPS, operator);
            terminal.logIn(Role.OPS, operator);
            Files.writeString(terminal.folder().resolve("note.txt"), "hello");

            terminal.must("upload", "note.txt");

            assertThat(terminal.must("list").outText()).contains("note.txt");
        }
    }

    @Test
    void theCommandLineShouldNotTrustAnUnknownAuthority() {
        try (Terminal terminal = new Terminal(url)) {
            terminal.with("EZWORKS_PASSWORD", "x");

            Finished finished = terminal.run("login", "--ops", "-u", "ada");

            assertThat(finished.exitCode()).isNotZero();
            assertThat(finished.errText()).contains("--cacert").doesNotContain("\tat ");
        }
    }
}
