package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import dev.ezworks.e2e.harness.TusUpload;
import org.junit.jupiter.api.Test;

/** Resumable uploads, as a script makes them. */
class TusIT extends SharedServerTest {
    private static final int MIB = 1 << 20;

    TusIT(StoreKind store) {
        super(store);
    }

    @Test
    void anUploadInTwoPiecesShouldBecomeAFile() {
        Api.Login operator = api.operator();
        Bytes content = Bytes.of(31, 5 * MIB + 17);
        TusUpload upload = TusUpload.begin(api, operator, "file.bin", content.length());

        Answer first = upload.patch(0, content.slice(0, 2 * MIB + 1));
        Answer before = api.get(operator, Api.ownPath("file.bin"));
        Answer second = upload.patch(2 * MIB + 1, content.slice(2 * MIB + 1, 5 * MIB + 17));
        Answer after = api.get(operator, Api.ownPath("file.bin"));

        assertThat(first.status()).as("%s", first).isEqualTo(204);
        assertThat(first.header("Upload-Offset")).contains(Long.toString(2 * MIB + 1));
        assertThat(before.status()).isEqualTo(404);
        assertThat(second.status()).as("%s", second).isEqualTo(204);
        assertThat(second.header("Content-Location")).contains(Api.ownPath("file.bin"));
        assertThat(second.header("Repr-Digest")).contains(content.sha256().digestField());
        assertThat(after.body()).isEqualTo(content.array());
        assertThat(upload.offset()).isEqualTo(content.length());
    }

    @Test
    void aDeletedUploadShouldBeGone() {
        Api.Login operator = api.operator();
        TusUpload upload = TusUpload.begin(api, operator, "file.bin", 10);
        upload.patch(0, new byte[5]);

        assertThat(upload.delete().status()).isEqualTo(204);

        assertThat(upload.head().status()).isEqualTo(404);
    }
}
