package dev.ezworks.e2e.harness;

import dev.ezworks.api.ApiPaths;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A resumable upload that was begun, as a script goes on with it. */
public final class TusUpload {
    private final Api api;
    private final Api.Login owner;
    private final String path;

    private TusUpload(Api api, Api.Login owner, String path) {
        this.api = api;
        this.owner = owner;
        this.path = path;
    }

    /** Begins one. */
    public static TusUpload begin(Api api, Api.Login owner, String name, long length) {
        return of(api, owner, create(api, owner, name, length));
    }

    /** Asks for one. */
    public static Answer create(Api api, Api.Login owner, String name, long length) {
        return api.send(
                "POST",
                ApiPaths.UPLOADS,
                BodyPublishers.noBody(),
                headers(owner, "Upload-Length", Long.toString(length), "Upload-Metadata", metadata(name)));
    }

    /** The one that was asked for and is answered so. */
    public static TusUpload of(Api api, Api.Login owner, Answer created) {
        if (created.status() != 201) {
            throw new AssertionError("expected 201: " + created);
        }
        return new TusUpload(api, owner, created.header("Location").orElseThrow());
    }

    /** The request that asks for one, for whoever sends it by themselves. */
    public static String createHead(Api.Login owner, String name, long length) {
        return String.join(
                "\r\n",
                "POST " + ApiPaths.UPLOADS + " HTTP/1.1",
                "Host: ezworks",
                "Authorization: " + owner.bearer(),
                "Tus-Resumable: 1.0.0",
                "Upload-Length: " + length,
                "Upload-Metadata: " + metadata(name),
                "Content-Length: 0",
                "",
                "");
    }

    /** The same, through another server of the store. */
    public TusUpload on(Api other) {
        return new TusUpload(other, owner, path);
    }

    /** Its path on the server. */
    public String path() {
        return path;
    }

    public Answer head() {
        return api.send("HEAD", path, BodyPublishers.noBody(), headers(owner));
    }

    /** The offset that the server tells. */
    public long offset() {
        Answer answer = head();
        return Long.parseLong(answer.header("Upload-Offset").orElseThrow(() -> new AssertionError(answer.toString())));
    }

    public Answer patch(long offset, byte[] bytes) {
        return patch(offset, BodyPublishers.ofByteArray(bytes));
    }

    public Answer patch(long offset, BodyPublisher body) {
        return api.send(
                "PATCH",
                path,
                body,
                headers(
                        owner,
                        "Upload-Offset",
                        Long.toString(offset),
                        "Content-Type",
                        "application/offset+octet-stream"));
    }

    /** The head of a PATCH whose body somebody sends as they like. */
    public String patchHead(long offset, long length) {
        return String.join(
                "\r\n",
                "PATCH " + path + " HTTP/1.1",
                "Host: ezworks",
                "Authorization: " + owner.bearer(),
                "Tus-Resumable: 1.0.0",
                "Upload-Offset: " + offset,
                "Content-Type: application/offset+octet-stream",
                "Content-Length: " + length,
                "",
                "");
    }

    public Answer delete() {
        return api.send("DELETE", path, BodyPublishers.noBody(), headers(owner));
    }

    private static String[] headers(Api.Login owner, String... more) {
        String[] all = Arrays.copyOf(
                new String[] {"Authorization", owner.bearer(), "Tus-Resumable", "1.0.0"}, more.length + 4);
        System.arraycopy(more, 0, all, 4, more.length);
        return all;
    }

    private static String metadata(String name) {
        return "filename " + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }
}
