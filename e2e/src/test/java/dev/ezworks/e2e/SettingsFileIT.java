package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The predecessor's {@code .env}, quoted values and all, goes on working. */
class SettingsFileIT {
    @TempDir
    private Path folder;

    @Test
    void aDotEnvFileShouldBeRead() throws IOException {
        Files.writeString(folder.resolve(".env"), "JWT_SECRET = \"short secret\"\nJWT_ALGO = \"HS512\"\n");

        try (ServerProcess server = start(Map.of())) {
            assertThat(algorithmOf(new Api(server.url()).operator())).contains("\"HS512\"");
            assertThat(server.log()).contains("JWT_SECRET").doesNotContain("short secret");
        }
    }

    @Test
    void theEnvironmentShouldWinOverDotEnv() throws IOException {
        Files.writeString(folder.resolve(".env"), "JWT_ALGO = \"HS512\"\n");

        try (ServerProcess server = start(Map.of("JWT_ALGO", "HS384"))) {
            assertThat(algorithmOf(new Api(server.url()).operator())).contains("\"HS384\"");
        }
    }

    private ServerProcess start(Map<String, String> more) {
        // The server's working folder is its folder for temporary files.
        Map<String, String> settings = new HashMap<>(more);
        settings.put("EZWORKS_DATA", folder.resolve("data").toString());
        return ServerProcess.start(settings, folder);
    }

    private static String algorithmOf(Api.Login login) {
        String header = login.token().substring(0, login.token().indexOf('.'));
        return new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
    }
}
