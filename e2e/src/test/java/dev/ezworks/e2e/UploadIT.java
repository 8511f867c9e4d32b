package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.MultipartBody;
import dev.ezworks.e2e.harness.SharedServerTest;
import dev.ezworks.e2e.harness.StoreKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadIT extends SharedServerTest {
    private static final int MIB = 1 << 20;

    private Api.Login operator;
    private Api.Login client;

    UploadIT(StoreKind store) {
        super(store);
    }

    @BeforeEach
    void logIn() {
        operator = api.operator();
        client = api.client();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, MIB - 1, MIB, MIB + 1, 5 * MIB + 17})
    void aFileShouldComeBackAsItWasUploaded(int size) {
        Bytes content = Bytes.of(size, size);

        Answer put = api.put(operator, "file.bin", content);
        Answer get = api.get(client, Api.clientPath(operator, "file.bin"));

        assertThat(put.status()).as("%s", put).isEqualTo(201);
        assertThat(put.json().path("sha256").asString())
                .isEqualTo(content.sha256().hex());
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.body()).isEqualTo(content.array());
        assertThat(get.header("Repr-Digest")).contains(content.sha256().digestField());
    }

    @Test
    void uploadingAgainShouldMakeANewVersion() {
        Answer first = api.put(operator, "report.txt", utf8("one"));
        Answer second = api.put(operator, "report.txt", utf8("two"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("version").asLong()).isEqualTo(2);
        assertThat(api.get(client, Api.clientPath(operator, "report.txt")).text())
                .isEqualTo("two");
    }

    @Test
    void versionNumbersShouldNotBeUsedTwice() {
        api.put(operator, "report.txt", utf8("one"));
        api.delete(operator, Api.ownPath("report.txt"));

        Answer again = api.put(operator, "report.txt", utf8("two"));

        assertThat(again.status()).as("%s", again).isEqualTo(201);
        assertThat(again.json().path("version").asLong()).isEqualTo(2);
    }

    @Test
    void aDeletedFileShouldBeGone() {
        api.put(operator, "gone.txt", utf8("x"));

        Answer delete = api.delete(operator, Api.ownPath("gone.txt"));

        assertThat(delete.status()).isEqualTo(204);
        assertThat(api.delete(operator, Api.ownPath("gone.txt")).status()).isEqualTo(404);
        assertThat(api.get(client, Api.clientPath(operator, "gone.txt")).problemCode())
                .contains("no-such-file");
        assertThat(api.get(operator, "/ops/files").names()).isEmpty();
    }

    @Test
    void clientsShouldNotUpload() {
        Answer put = api.put(client, "x", utf8("x"));
        Answer post = api.upload(client, new MultipartBody().file("x", utf8("x")));

        assertThat(put.status()).isEqualTo(403);
        assertThat(post.status()).isEqualTo(403);
        assertThat(post.problemCode()).contains("forbidden");
        assertThat(post.header("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).contains("error=\"insufficient_scope\""));
    }

    @Test
    void anOperatorShouldNotSeeAnothersFiles() {
        Api.Login other = api.operator();
        api.put(operator, "mine.txt", utf8("x"));

        assertThat(api.get(other, Api.ownPath("mine.txt")).status()).isEqualTo(404);
        assertThat(api.get(other, "/ops/files").names()).isEmpty();
    }

    @Test
    void aFormShouldPublishAllItsFiles() {
        MultipartBody body = new MultipartBody()
                .file("a.txt", utf8("first"))
                .file("b.bin", Bytes.of(7, 2 * MIB + 3).array());

        Answer answer = api.upload(operator, body);

        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        assertThat(answer.names()).containsExactly("a.txt", "b.bin");
        assertThat(answer.header("Location"))
                .hasValueSatisfying(
                        path -> assertThat(api.get(operator, path).text()).isEqualTo("first"));
        assertThat(api.get(client, Api.clientPath(operator, "b.bin")).body())
                .isEqualTo(Bytes.of(7, 2 * MIB + 3).array());
    }

    @Test
    void aFormWithOneBadNameShouldPublishNothing() {
        MultipartBody body = new MultipartBody().file("good.txt", utf8("x")).file("../bad.txt", utf8("y"));

        Answer answer = api.upload(operator, body);

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.problemCode()).contains("bad-file-name");
        assertThat(api.get(operator, "/ops/files").names()).isEmpty();
    }

    @Test
    void aFormWithoutAFileShouldBeRefused() {
        Answer answer = api.upload(operator, new MultipartBody().field("comment", "nothing attached"));

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.problemCode()).contains("file-required");
    }

    @Test
    void aFormCutShortShouldPublishNothing() {
        byte[] whole =
                new MultipartBody().file("cut.txt", utf8("x".repeat(1000))).bytes();

        Answer answer = api.upload(operator, Arrays.copyOf(whole, whole.length - 20));

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(api.get(operator, "/ops/files").names()).isEmpty();
    }

    @Test
    void aDigestThatDoesNotMatchShouldPublishNothing() {
        Answer answer = api.put(
                operator,
                "x.txt",
                utf8("hello"),
                "Repr-Digest",
                Sha256.of(utf8("jello")).digestField());

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.problemCode()).contains("digest-mismatch");
        assertThat(api.get(operator, Api.ownPath("x.txt")).status()).isEqualTo(404);
    }

    @Test
    void aDigestThatMatchesShouldPublish() {
        Answer answer = api.put(
                operator,
                "x.txt",
                utf8("hello"),
                "Repr-Digest",
                Sha256.of(utf8("hello")).digestField());

        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    }

    @Test
    void aPartOfAFileShouldNotTakeTheWholesPlace() {
        Answer answer = api.put(operator, "x.txt", utf8("lo"), "Content-Range", "bytes 3-4/5");

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.problemCode()).contains("content-range-not-supported");
    }

    @Test
    void anEncodedFileShouldBeRefused() {
        Answer answer = api.put(operator, "x.txt", utf8("lo"), "Content-Encoding", "gzip");

        assertThat(answer.status()).as("%s", answer).isEqualTo(415);
    }

    @Test
    void preconditionsShouldGuardWhatIsThere() {
        String etag = api.put(operator, "x.txt", utf8("one")).header("ETag").orElseThrow();

        assertThat(api.put(operator, "x.txt", utf8("two"), "If-None-Match", "*").status())
                .isEqualTo(412);
        assertThat(api.put(operator, "x.txt", utf8("two"), "If-Match", "\"other\"")
                        .status())
                .isEqualTo(412);
        assertThat(api.get(operator, Api.ownPath("x.txt")).text()).isEqualTo("one");
        assertThat(api.put(operator, "x.txt", utf8("two"), "If-Match", etag).status())
                .isEqualTo(200);
        assertThat(api.put(operator, "new.txt", utf8("x"), "If-Match", "*").status())
                .isEqualTo(412);
        assertThat(api.put(operator, "new.txt", utf8("x"), "If-None-Match", "*").status())
                .isEqualTo(201);
    }

    @Test
    void twentyUploadsAtOnceShouldAllBeWhole() {
        List<Bytes> contents =
                IntStream.range(0, 20).mapToObj(i -> Bytes.of(i, 3L * MIB + i)).toList();

        List<CompletableFuture<Answer>> uploads = IntStream.range(0, 20)
                .mapToObj(i -> api.putAsync(operator, "at-once/" + i, contents.get(i)))
                .toList();

        for (int i = 0; i < uploads.size(); i++) {
            Answer put = uploads.get(i).join();
            assertThat(put.status()).as("%s", put).isEqualTo(201);
            assertThat(Sha256.of(api.get(client, Api.clientPath(operator, "at-once/" + i))
                            .body()))
                    .isEqualTo(contents.get(i).sha256());
        }
        assertThat(api.get(operator, "/ops/files").names()).hasSize(20);
    }

    @Test
    void uploadsOfOneNameAtOnceShouldEachBeAVersion() {
        List<CompletableFuture<Answer>> uploads = IntStream.range(0, 8)
                .mapToObj(i -> api.putAsync(operator, "contested", Bytes.of(i, 100_000)))
                .toList();

        List<Answer> answers = uploads.stream().map(CompletableFuture::join).toList();

        assertThat(answers)
                .extracting(Answer::status)
                .filteredOn(status -> status == 201)
                .hasSize(1);
        assertThat(answers)
                .extracting(answer -> answer.json().path("version").asLong())
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
