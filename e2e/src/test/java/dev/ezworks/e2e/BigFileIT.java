package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.OwnServerTest;
import dev.ezworks.e2e.harness.Scratch;
import dev.ezworks.e2e.harness.ServerProcess;
import dev.ezworks.e2e.harness.StoreKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that are far larger than the server's memory. */
class BigFileIT extends OwnServerTest {
    private static final long GIB = 1L << 30;

    private final Api api;
    private final List<Path> temporaryFiles;

    BigFileIT(StoreKind store) {
        super(store, Map.of(), ServerProcess.OPTIMIZED, "-Xmx256m");
        this.api = server.api();
        this.temporaryFiles = Scratch.files(server.temp());
    }

    @Test
    void twoGibibytesShouldGoUpAndDownInLittleMemory() throws IOException {
        Bytes content = Bytes.of(2, 2 * GIB);
        long before = server.store().contentBytes();
        Api.Login operator = api.operator();

        Answer put = api.put(operator, "big.bin", content);
        assertThat(put.status()).as("%s", put).isEqualTo(201);
        Sha256 received = download(Api.clientPath(operator, "big.bin"));

        assertThat(put.json().path("size").asLong()).isEqualTo(2 * GIB);
        assertThat(put.json().path("sha256").asString()).isEqualTo(received.hex());
        assertThat(received).isEqualTo(content.sha256());
        // Kept once, and nowhere else.
        assertThat(server.store().contentBytes()).isEqualTo(before + 2 * GIB);
        assertThat(Scratch.files(server.temp())).isEqualTo(temporaryFiles);
    }

    @Test
    void aFormLargerThanTheMemoryShouldBeStreamed() throws IOException {
        Bytes content = Bytes.of(3, GIB / 2);
        Api.Login operator = api.operator();

        Answer post = api.upload(operator, "form.bin", content);

        assertThat(post.status()).as("%s", post).isEqualTo(201);
        assertThat(download(Api.clientPath(operator, "form.bin"))).isEqualTo(content.sha256());
        assertThat(Scratch.files(server.temp())).isEqualTo(temporaryFiles);
    }

    private Sha256 download(String path) throws IOException {
        HttpResponse<InputStream> response = api.open(api.client(), path);
        assertThat(response.statusCode()).isEqualTo(200);
        try (InputStream body = response.body()) {
            return Bytes.digest(body);
        }
    }
}
