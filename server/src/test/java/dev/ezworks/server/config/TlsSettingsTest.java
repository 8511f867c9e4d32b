package dev.ezworks.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class TlsSettingsTest {
    @TempDir
    Path folder;

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void tlsShouldBeOffUnlessSet() {
        assertThat(TlsSettings.of(environment)).isEmpty();
    }

    @Test
    void oneFileWithoutTheOtherShouldBeRefused() throws Exception {
        environment.setProperty("ezworks.tls.key", key().toString());
        assertThatThrownBy(() -> TlsSettings.of(environment))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("EZWORKS_TLS_CERT");
    }

    @Test
    void missingFileShouldBeNamed() throws Exception {
        environment.setProperty("ezworks.tls.cert", folder.resolve("none.pem").toString());
        environment.setProperty("ezworks.tls.key", key().toString());
        assertThatThrownBy(() -> TlsSettings.of(environment))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("none.pem");
    }

    @Test
    void whatIsNoPemShouldBeRefusedWithoutBeingQuoted() throws Exception {
        Path cert = Files.writeString(folder.resolve("cert.pem"), "very secret");
        environment.setProperty("ezworks.tls.cert", cert.toString());
        environment.setProperty("ezworks.tls.key", key().toString());
        assertThatThrownBy(() -> TlsSettings.of(environment))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("EZWORKS_TLS_CERT")
                .hasMessageNotContaining("secret");
    }

    private Path key() throws NoSuchAlgorithmException, IOException {
        byte[] key = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
        return Files.writeString(folder.resolve("key.pem"), pem);
    }
}
