package dev.ezworks.server.storage.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.server.account.Account;
import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.account.UsernameTakenException;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code accounts}: one document each, named by role and username, so that the primary key keeps them unique. */
final class MongoAccountStore implements AccountStore {
    private static final String ROLE = "role";
    private static final String USERNAME = "username";
    private static final String PASSWORD_HASH = "passwordHash";
    private static final String NAME = "name";
    private static final String EMAIL = "email";
    private static final String CREATED_AT = "createdAt";
    private static final int PAGE = 1000;

    private final MongoCollection<Document> accounts;

    MongoAccountStore(MongoDatabase database) {
        this.accounts = database.getCollection("accounts");
    }

    Mono<Void> createIndexes() {
        return Mono.from(accounts.createIndexes(
                        List.of(new IndexModel(Indexes.ascending("_id." + ROLE, "_id." + USERNAME)))))
                .then();
    }

    @Override
    public Mono<Void> create(Account account) {
        Document document = new Document("_id", key(account.role(), account.username()))
                .append(PASSWORD_HASH, account.passwordHash())
                .append(CREATED_AT, Date.from(account.createdAt()));
        if (account.name() != null) {
            document.append(NAME, account.name());
        }
        if (account.email() != null) {
            document.append(EMAIL, account.email());
        }
        return Mono.from(accounts.insertOne(document))
                .onErrorMap(
                        MongoFailures::isDuplicateKey,
                        e -> new UsernameTakenException(account.role(), account.username()))
                .transform(MongoFailures::translate)
                .then();
    }

    @Override
    public Mono<Account> find(Role role, Username username) {
        return Mono.from(accounts.find(eq("_id", key(role, username))).first())
                .map(document -> new Account(
                        role,
                        username,
                        document.getString(PASSWORD_HASH),
                        document.getString(NAME),
                        document.getString(EMAIL),
                        document.getDate(CREATED_AT).toInstant()))
                .transform(MongoFailures::translate);
    }

    @Override
    public Mono<Void> replacePasswordHash(Role role, Username username, String oldHash, String newHash) {
        return Mono.from(accounts.updateOne(
                        and(eq("_id", key(role, username)), eq(PASSWORD_HASH, oldHash)), set(PASSWORD_HASH, newHash)))
                .transform(MongoFailures::translate)
                .then();
    }

    @Override
    public Flux<Username> usernames(Role role) {
        // Strings without a collation compare as their UTF-8 bytes.
        return Flux.from(accounts.find(eq("_id." + ROLE, role.id()))
                        .projection(include("_id"))
                        .sort(ascending("_id." + USERNAME))
                        .batchSize(PAGE))
                .map(document ->
                        new Username(document.get("_id", Document.class).getString(USERNAME)))
                .transform(MongoFailures::translate);
    }

    /** The order of the fields counts: MongoDB compares embedded documents field by field. */
    private static Document key(Role role, Username username) {
        return new Document(ROLE, role.id()).append(USERNAME, username.value());
    }
}
