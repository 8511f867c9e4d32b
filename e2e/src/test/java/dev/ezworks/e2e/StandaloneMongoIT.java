package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.MultipartBody;
import dev.ezworks.e2e.harness.ServerProcess;
import dev.ezworks.server.testing.Mongod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mongod by itself has no transactions; all but publishing several files in one step works. */
class StandaloneMongoIT {
    private static final byte[] CONTENT = "x".getBytes(StandardCharsets.UTF_8);

    @Test
    void aFormShouldPublishItsFilesOneAfterTheOther(@TempDir Path temp) {
        Map<String, String> settings = Map.of(
                "MONGO_CONNECTION_STRING",
                Mongod.standalone().freshDatabase(),
                "JWT_SECRET",
                "0123456789-0123456789-0123456789-0123456789");

        try (ServerProcess server = ServerProcess.start(settings, temp)) {
            Api api = new Api(server.url());
            Api.Login operator = api.operator();

            Answer answer =
                    api.upload(operator, new MultipartBody().file("a", CONTENT).file("b", CONTENT));

            assertThat(answer.status()).as("%s", answer).isEqualTo(201);
            assertThat(api.get(operator, "/ops/files").names()).containsExactly("a", "b");
        }
    }
}
