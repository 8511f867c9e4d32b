package dev.ezworks.server.files;

import static dev.ezworks.server.Await.all;
import static dev.ezworks.server.Await.one;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What every part of the {@link FileStoreContract} works with. */
public interface FileStoreFixture {
    /** The operator whose catalog is changed, where a test does not say otherwise. */
    Username OLGA = new Username("olga");

    /** Another operator. */
    Username OLEG = new Username("oleg");

    /** When files are published, where a test does not say otherwise. */
    Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");

    /** The store under test. */
    FileStore testee();

    /** A version whose digest is that of {@code text}, of some content of its own. */
    static NewVersion version(String name, String text, Precondition precondition) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new NewVersion(
                FileName.of(name), ContentId.random(), bytes.length, "text/plain", Sha256.of(bytes), precondition);
    }

    /** The same without precondition. */
    static NewVersion version(String name, String text) {
        return version(name, text, Precondition.NONE);
    }

    /** The digest of {@link #version(String, String)} with this text. */
    static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Publishes one version. */
    default StoredFile publish(Username owner, NewVersion version) {
        return one(testee().publish(owner, List.of(version), NOW)).get(0).file();
    }

    /** Publishes one version under this name. */
    default StoredFile publish(Username owner, String name) {
        return publish(owner, version(name, name));
    }

    /** The names a query lists. */
    default List<String> names(Username owner, FileQuery query) {
        return all(testee().list(owner, query)).stream()
                .map(file -> file.name().value())
                .toList();
    }
}
