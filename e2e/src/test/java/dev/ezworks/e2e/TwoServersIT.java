package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.ServerProcess;
import dev.ezworks.server.testing.Mongod;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers of one MongoDB keep nothing to themselves. */
class TwoServersIT {
    @Test
    void whatOneServerDoesTheOtherShouldKnow(@TempDir Path temp) {
        Map<String, String> settings = Map.of(
                "MONGO_CONNECTION_STRING",
                Mongod.replicaSet().freshDatabase(),
                "JWT_SECRET",
                "0123456789-0123456789-0123456789-0123456789");
        Bytes content = Bytes.of(6, 3_000_000);

        try (ServerProcess one = ServerProcess.start(settings, temp);
                ServerProcess other = ServerProcess.start(settings, temp)) {
            Api here = new Api(one.url());
            Api there = new Api(other.url());
            Api.Login operator = here.operator();
            here.put(operator, "file.bin", content);

            assertThat(there.get(operator, Api.ownPath("file.bin")).body()).isEqualTo(content.array());
            there.get(operator, "/logout");
            assertThat(here.get(operator, "/session").status()).isEqualTo(401);
        }
    }
}
