package dev.ezworks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ezworks.api.Sha256;
import dev.ezworks.e2e.harness.Answer;
import dev.ezworks.e2e.harness.Api;
import dev.ezworks.e2e.harness.Bytes;
import dev.ezworks.e2e.harness.ServerPair;
import dev.ezworks.e2e.harness.ServerProcess;
import dev.ezworks.e2e.workload.Servers;
import dev.ezworks.e2e.workload.Transfers;
import dev.ezworks.e2e.workload.Workload;
import dev.ezworks.server.testing.MongodReplicaSet;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two servers on a replica set of three, of which one after the other fails. */
class ReplicaSetIT {
    private static final Logger log = LoggerFactory.getLogger(ReplicaSetIT.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ABSENCE = Duration.ofSeconds(30);
    private static final int TRANSFERS = 20;

    private static @Nullable ServerPair shared;

    private final ServerPair pair = shared();

    enum Harm {
        PRIMARY_KILLED,
        PRIMARY_FROZEN,
        PRIMARY_STEPS_DOWN;

        void doTo(MongodReplicaSet replicaSet) {
            switch (this) {
                case PRIMARY_KILLED -> replicaSet.killPrimary();
                case PRIMARY_FROZEN -> replicaSet.freezePrimary();
                case PRIMARY_STEPS_DOWN -> replicaSet.stepDown();
            }
        }
    }

    @BeforeAll
    static void startAll() {
        shared = new ServerPair();
    }

    private static ServerPair shared() {
        ServerPair pair = shared;
        if (pair == null) {
            throw new IllegalStateException("not started");
        }
        return pair;
    }

    @AfterEach
    void mend() {
        pair.replicaSet().mend();
    }

    @AfterAll
    static void stopAll() {
        ServerPair pair = shared;
        if (pair != null) {
            try (pair) {
                // After all that happened to them.
                pair.sweepOnce();
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(pair.store().leftovers()).isEmpty());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTransferShouldEndWholeOrBeMendedByRetrying(Harm harm) throws InterruptedException {
        withEverythingUnderWay(harm.toString(), transfers -> harm.doTo(pair.replicaSet()));
    }

    @Test
    void whoeverLosesTheirServerShouldFindAllOnTheOther() throws InterruptedException {
        withEverythingUnderWay("server killed", transfers -> pair.killOne());
        pair.startOne();
    }

    @Test
    void whateverMeetsALongAbsenceOfMongoShouldEndWholeOrBeMendedByRetrying() throws InterruptedException {
        withEverythingUnderWay("MongoDB away", transfers -> {
            pair.replicaSet().killAll();
            transfers.goOn();
            // All the time, while both are asked for what they cannot do.
            await().during(ABSENCE)
                    .atMost(ABSENCE.plus(PATIENCE))
                    .until(() -> readiness(pair.one()) == 503 && readiness(pair.other()) == 503);
            pair.replicaSet().mend();
        });
        assertThat(readiness(pair.one())).isEqualTo(200);
        assertThat(readiness(pair.other())).isEqualTo(200);
    }

    private void withEverythingUnderWay(String what, Consumer<Transfers> harm) throws InterruptedException {
        Servers both = new Servers(List.of(pair::one, pair::other));
        try (Transfers transfers = new Transfers(both, TRANSFERS);
                Workload workload = new Workload(pair.other(), System.nanoTime())) {
            transfers.start();
            Workload.Persistence persistence = workload.persist(both);
            long begin = System.nanoTime();
            harm.accept(transfers);
            transfers.finish();
            persistence.end();
            log.info("{}: {} in {} ms; {}", what, transfers, (System.nanoTime() - begin) / 1_000_000, workload);

            pair.replicaSet().mend();

            transfers.check(pair.other());
            workload.check(pair.other());
        }
    }

    @Test
    void aLogoutDuringAnElectionShouldHoldOnEveryServer() {
        Api.Login operator = pair.one().operator();
        Api.Login another = pair.one().operator();
        pair.replicaSet().killPrimary();

        Answer answer = new Servers(List.of(pair::one, pair::other)).answer(api -> api.get(operator, "/logout"));

        // 401 if it is asked for again because the first answer was lost.
        assertThat(answer.status()).isIn(200, 401);
        assertThat(pair.one().get(operator, "/session").status()).isEqualTo(401);
        assertThat(pair.other().get(operator, "/session").status()).isEqualTo(401);
        assertThat(pair.other().get(another, "/session").status()).isEqualTo(200);
    }

    @Test
    void withoutMongoServersShouldSaySoAndGoOnByThemselvesWhenItIsBack() {
        String impatient = pair.store().environment().get("MONGO_CONNECTION_STRING") + "&serverSelectionTimeoutMS=1000";
        try (ServerProcess server = pair.start(Map.of("MONGO_CONNECTION_STRING", impatient))) {
            Api api = new Api(server.url());
            Api.Login operator = api.operator();
            Map<String, Bytes> before =
                    Map.of("empty", Bytes.of(2, 0), "small", Bytes.of(3, 1000), "large", Bytes.of(4, 9_000_000));
            before.forEach((name, content) ->
                    assertThat(api.put(operator, name, content).status()).isEqualTo(201));
            pair.replicaSet().killAll();

            awaitReadiness(api, 503);
            assertThat(status(api, "/actuator/health/liveness")).isEqualTo(200);
            Answer refused = api.put(operator, "file", new byte[10]);
            assertThat(refused.status()).as("%s", refused).isEqualTo(503);
            assertThat(refused.problemCode()).contains("store-unavailable");
            assertThat(refused.header("Retry-After")).isPresent();
            CompletableFuture<Answer> waiting = pair.other().putAsync(operator, "waiting", Bytes.of(1, 5_000_000));

            pair.replicaSet().mend();

            awaitReadiness(api, 200);
            assertThat(api.put(operator, "file", new byte[10]).status()).isEqualTo(201);
            assertThat(waiting.join().status()).isEqualTo(201);
            assertWhole(api, operator, before);
            assertWhole(pair.other(), operator, before);
        }
    }

    private static void assertWhole(Api api, Api.Login operator, Map<String, Bytes> files) {
        files.forEach((name, content) -> {
            Answer answer = api.get(operator, Api.ownPath(name));
            assertThat(answer.status()).as("%s", name).isEqualTo(200);
            assertThat(Sha256.of(answer.body())).as("%s", name).isEqualTo(content.sha256());
        });
    }

    private static void awaitReadiness(Api api, int status) {
        await().atMost(PATIENCE).until(() -> readiness(api) == status);
    }

    private static int readiness(Api api) {
        return status(api, "/actuator/health/readiness");
    }

    private static int status(Api api, String path) {
        return api.send("GET", path, BodyPublishers.noBody()).status();
    }
}
