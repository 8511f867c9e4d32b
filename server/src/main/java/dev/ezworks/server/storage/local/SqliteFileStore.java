package dev.ezworks.server.storage.local;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import dev.ezworks.server.files.FileQuery;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.files.NewVersion;
import dev.ezworks.server.files.OperatorSummary;
import dev.ezworks.server.files.Precondition;
import dev.ezworks.server.files.Published;
import dev.ezworks.server.files.RetiredContent;
import dev.ezworks.server.files.StoredFile;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Catalogs in SQLite. Writes are one after the other, so what a publish reads it can rely on. */
final class SqliteFileStore implements FileStore {
    private static final int OPERATORS_AT_ONCE = 100;
    private static final String SELECT_FILE =
            "SELECT owner, name, version, content, size, content_type, sha256," + " uploaded_at, damaged FROM files";

    private final Database database;
    private final BlockingCalls blocking;
    private final BlockingCalls lookUps;

    SqliteFileStore(Database database, BlockingCalls blocking, BlockingCalls lookUps) {
        this.database = database;
        this.blocking = blocking;
        this.lookUps = lookUps;
    }

    @Override
    public Mono<List<Published>> publish(Username owner, List<NewVersion> files, Instant at) {
        return blocking.call(() -> database.write(statements -> {
            CatalogWriter catalog = new CatalogWriter(statements, owner, at);
            List<Published> published = new ArrayList<>(files.size());
            for (NewVersion file : files) {
                published.add(catalog.publish(file));
            }
            return published;
        }));
    }

    @Override
    public Mono<StoredFile> find(Username owner, FileName name) {
        return lookUps.call(() -> database.read(statements -> statements.first(
                        SELECT_FILE + " WHERE owner = ? AND name = ? AND content IS NOT NULL",
                        SqliteFileStore::file,
                        owner.value(),
                        name.utf8())))
                .flatMap(Mono::justOrEmpty);
    }

    @Override
    public Flux<StoredFile> list(Username owner, FileQuery query) {
        byte[] after = query.after().getBytes(StandardCharsets.UTF_8);
        byte[] prefix = query.prefix().getBytes(StandardCharsets.UTF_8);
        long rows = Math.min(query.limit(), Pages.SIZE);
        return lookUps.stream(Pages.flux((Optional<StoredFile> last) ->
                        page(owner, prefix, last.map(file -> file.name().utf8()).orElse(after), rows))
                .take(query.limit()));
    }

    private List<StoredFile> page(Username owner, byte[] prefix, byte[] after, long rows) throws SQLException {
        return database.read(statements -> statements.all(
                SELECT_FILE + " WHERE owner = ? AND name >= ? AND name < ? AND content IS NOT NULL"
                        + " ORDER BY name LIMIT ?",
                SqliteFileStore::file,
                owner.value(),
                beginOf(after, prefix),
                endOf(prefix),
                rows));
    }

    /**
     * The least byte string that comes after the one and not before the other. As one bound, since SQLite looks up a
     * row by one bound only and would read on from there to the other.
     */
    private static byte[] beginOf(byte[] after, byte[] prefix) {
        byte[] next = Arrays.copyOf(after, after.length + 1);
        return Arrays.compareUnsigned(next, prefix) > 0 ? next : prefix;
    }

    /** The least byte string after all that begin with the prefix. UTF-8 has no byte 0xFF, so none needs a carry. */
    private static byte[] endOf(byte[] prefix) {
        if (prefix.length == 0) {
            return new byte[] {(byte) 0xFF};
        }
        byte[] end = prefix.clone();
        end[end.length - 1]++;
        return end;
    }

    private static StoredFile file(ResultSet row) throws SQLException {
        return new StoredFile(
                new Username(row.getString(1)),
                name(row.getBytes(2)),
                row.getLong(3),
                Ids.id(row.getBytes(4)),
                row.getLong(5),
                row.getString(6),
                Sha256.ofBytes(row.getBytes(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                row.getBoolean(9));
    }

    private static FileName name(byte[] utf8) {
        return FileName.of(new String(utf8, StandardCharsets.UTF_8));
    }

    @Override
    public Mono<Boolean> remove(Username owner, FileName name, Precondition precondition, Instant at) {
        return blocking.call(() ->
                database.write(statements -> new CatalogWriter(statements, owner, at).remove(name, precondition)));
    }

    @Override
    public Mono<String> tag(Username owner) {
        return lookUps.call(() -> database.read(statements -> statements
                .first("SELECT tag FROM catalogs WHERE owner = ?", row -> row.getString(1), owner.value())
                .orElse("0")));
    }

    @Override
    public Flux<OperatorSummary> summarize(Flux<Username> operators) {
        return operators
                .buffer(OPERATORS_AT_ONCE)
                .concatMap(some -> lookUps.call(() -> database.read(statements -> summaries(statements, some))))
                .concatMapIterable(summaries -> summaries);
    }

    private static List<OperatorSummary> summaries(Statements statements, List<Username> operators)
            throws SQLException {
        List<OperatorSummary> summaries = new ArrayList<>(operators.size());
        for (Username operator : operators) {
            summaries.add(statements
                    .first(
                            "SELECT files, (SELECT max(uploaded_at) FROM files f"
                                    + " WHERE f.owner = c.owner AND f.content IS NOT NULL)"
                                    + " FROM catalogs c WHERE owner = ? AND files > 0",
                            row -> new OperatorSummary(operator, row.getLong(1), Instant.ofEpochMilli(row.getLong(2))),
                            operator.value())
                    .orElseGet(() -> new OperatorSummary(operator, 0, null)));
        }
        return summaries;
    }

    @Override
    public Flux<RetiredContent> retiredBefore(Instant instant) {
        return lookUps.stream(Pages.flux((Optional<RetiredContent> last) -> retired(
                instant,
                last.map(RetiredContent::retiredAt).orElse(Instant.EPOCH),
                last.map(retired -> Ids.bytes(retired.content())).orElseGet(() -> new byte[0]))));
    }

    private List<RetiredContent> retired(Instant before, Instant lastTime, byte[] lastContent) throws SQLException {
        return database.read(statements -> statements.all(
                "SELECT owner, name, content, retired_at FROM retired_contents"
                        + " WHERE retired_at < ? AND (retired_at, content) > (?, ?)"
                        + " ORDER BY retired_at, content LIMIT ?",
                row -> new RetiredContent(
                        new Username(row.getString(1)),
                        name(row.getBytes(2)),
                        Ids.id(row.getBytes(3)),
                        Instant.ofEpochMilli(row.getLong(4))),
                before.toEpochMilli(),
                lastTime.toEpochMilli(),
                lastContent,
                Pages.SIZE));
    }

    @Override
    public Mono<Void> forget(RetiredContent retired) {
        return blocking.run(() -> database.write(statements ->
                statements.update("DELETE FROM retired_contents WHERE content = ?", Ids.bytes(retired.content()))));
    }

    @Override
    public Flux<StoredFile> versions(ContentId after, int limit) {
        return blocking.call(() -> database.read(statements -> statements.all(
                        SELECT_FILE + " WHERE content > ? ORDER BY content LIMIT ?",
                        SqliteFileStore::file,
                        Ids.bytes(after),
                        limit)))
                .flatMapIterable(files -> files);
    }

    @Override
    public Mono<Boolean> markDamaged(StoredFile version, boolean damaged) {
        // The time of a mark is nobody's business.
        return blocking.call(
                () -> database.write(statements -> new CatalogWriter(statements, version.owner(), Instant.EPOCH)
                        .markDamaged(version.name(), version.content(), damaged)));
    }

    @Override
    public Mono<Boolean> refersTo(ContentId content) {
        return lookUps.call(() -> database.read(statements -> statements
                .first(
                        "SELECT 1 FROM files WHERE content = ? UNION ALL"
                                + " SELECT 1 FROM retired_contents WHERE content = ?",
                        row -> true,
                        Ids.bytes(content),
                        Ids.bytes(content))
                .isPresent()));
    }
}
