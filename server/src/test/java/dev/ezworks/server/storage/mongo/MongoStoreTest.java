package dev.ezworks.server.storage.mongo;

import static dev.ezworks.server.Await.done;
import static dev.ezworks.server.Await.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ezworks.server.testing.FreePort;
import dev.ezworks.server.testing.Mongod;
import dev.ezworks.server.transfers.BufferBudget;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Opening the store, and what is said when that is not possible. */
class MongoStoreTest {
    private static final String PASSWORD = "s3cr3t-Pa55";

    @Test
    void openStoreShouldAnswer() {
        try (MongoStore store = one(open(Mongod.replicaSet().freshDatabase()))) {
            done(store.ping());
        }
    }

    @Test
    void storeShouldOpenAgainOnTheSameDatabase() {
        String uri = Mongod.standalone().freshDatabase();
        one(open(uri)).close();

        try (MongoStore store = one(open(uri))) {
            done(store.ping());
        }
    }

    @Test
    void locationShouldNameTheDatabaseButNotThePassword() {
        assertThat(MongoSettings.parse("mongodb://olga:" + PASSWORD + "@db.example.org/hand_off?authSource=admin")
                        .location())
                .isEqualTo("db.example.org/hand_off");
        assertThat(MongoSettings.parse("mongodb://one.example.org,two.example.org:27018")
                        .location())
                .isEqualTo("one.example.org,two.example.org:27018/EzWorksDb");
    }

    @Test
    void openShouldSayWhereNobodyAnswers() {
        int port = FreePort.pick();
        String uri = "mongodb://olga:" + PASSWORD + "@127.0.0.1:" + port + "/x?serverSelectionTimeoutMS=3000";

        assertThatThrownBy(() -> done(open(uri)))
                .isInstanceOf(MongoStoreException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("refused")
                .hasMessageContaining("MONGO_CONNECTION_STRING")
                .satisfies(MongoStoreTest::assertHasNoPassword);
    }

    @Test
    void openShouldSayThatUserOrPasswordAreWrong() {
        String uri = Mongod.standalone().connectionString("x").replace("://", "://olga:" + PASSWORD + "@");

        assertThatThrownBy(() -> done(open(uri)))
                .isInstanceOf(MongoStoreException.class)
                .hasMessageContaining("user or password")
                .satisfies(MongoStoreTest::assertHasNoPassword);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:27017",
                "http://olga:" + PASSWORD + "@localhost",
                "mongodb://",
                "mongodb://olga:" + PASSWORD + "@x@localhost:27017",
                "mongodb://olga:" + PASSWORD + "/x@localhost:27017",
                "mongodb://olga:" + PASSWORD + "@localhost:notaport",
                "mongodb://olga:" + PASSWORD + "%zz@localhost"
            })
    void openShouldRefuseWhatIsNoConnectionString(String text) {
        assertThatThrownBy(() -> done(open(text)))
                .isInstanceOf(MongoStoreException.class)
                .hasMessageContaining("MONGO_CONNECTION_STRING")
                .satisfies(MongoStoreTest::assertHasNoPassword);
    }

    private static Mono<MongoStore> open(String connectionString) {
        return MongoStore.open(connectionString, new BufferBudget(32 << 20), Clock.systemUTC());
    }

    /** Neither in the message nor anywhere in the stack trace that somebody may log. */
    private static void assertHasNoPassword(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(PASSWORD);
    }
}
