package dev.ezworks.server.testing;

import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import reactor.core.publisher.Mono;

/**
 * A replica set of three nodes on this machine, to be hurt. It elects a new primary within a few seconds. Closing it
 * ends the nodes and removes their data.
 */
public final class MongodReplicaSet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NODES = 3;
    private static final int ELECTION_MILLIS = 2000;
    private static final int HEARTBEAT_MILLIS = 500;
    private static final int STEPPED_DOWN_SECONDS = 10;
    // States of a member, as replSetGetStatus numbers them.
    private static final int PRIMARY = 1;
    private static final int SECONDARY = 2;

    private final List<MongodProcess> nodes;
    private final MongoClient client;

    private MongodReplicaSet(List<MongodProcess> nodes) {
        this.nodes = nodes;
        this.client = MongoClients.create(connectionString("admin"));
    }

    /** Starts one. Needs a {@code mongod} here, see {@link Mongod}: without one the test is skipped, or fails. */
    public static MongodReplicaSet start() {
        List<MongodProcess> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            nodes.add(MongodProcess.start(Mongod.binary(), List.of("--replSet", "rs0", "--oplogSize", "512")));
        }
        MongodReplicaSet set = new MongodReplicaSet(nodes);
        set.initiate();
        return set;
    }

    private void initiate() {
        // The first asks all others at once, and gives up if one of them does not listen yet.
        nodes.forEach(MongodProcess::awaitAnswer);
        List<Document> members = IntStream.range(0, NODES)
                .mapToObj(
                        i -> new Document("_id", i).append("host", nodes.get(i).address()))
                .toList();
        nodes.get(0)
                .initiate(new Document("_id", "rs0")
                        .append("members", members)
                        .append(
                                "settings",
                                new Document("electionTimeoutMillis", ELECTION_MILLIS)
                                        .append("heartbeatIntervalMillis", HEARTBEAT_MILLIS)));
        await().atMost(PATIENCE).ignoreExceptions().until(this::isWhole);
    }

    /** How to reach a database that nobody else uses. */
    public String freshDatabase() {
        return connectionString("test_" + UUID.randomUUID().toString().replace("-", ""));
    }

    private String connectionString(String database) {
        String hosts = nodes.stream().map(MongodProcess::address).collect(Collectors.joining(","));
        return "mongodb://" + hosts + "/" + database + "?replicaSet=rs0";
    }

    /** Ends the primary as {@code kill -9} does. */
    public void killPrimary() {
        primary().kill();
    }

    /** Stops the primary in its tracks, as when its network is cut: connections stay, nothing is answered. */
    public void freezePrimary() {
        primary().freeze();
    }

    /** Has the primary hand over its office, as an administrator does before maintenance. */
    public void stepDown() {
        primary().runHere(new Document("replSetStepDown", STEPPED_DOWN_SECONDS));
    }

    /** Ends all nodes as {@code kill -9} does. */
    public void killAll() {
        nodes.forEach(MongodProcess::kill);
    }

    /** Starts what was killed, thaws what was frozen, and waits until all nodes are as they should be. */
    public void mend() {
        nodes.forEach(MongodProcess::mend);
        await().atMost(PATIENCE).ignoreExceptions().until(this::isWhole);
    }

    private boolean isWhole() {
        List<Integer> states = command("replSetGetStatus").getList("members", Document.class).stream()
                .map(member -> member.getInteger("state"))
                .sorted()
                .toList();
        return states.equals(List.of(PRIMARY, SECONDARY, SECONDARY));
    }

    private MongodProcess primary() {
        String address = command("hello").getString("primary");
        return nodes.stream()
                .filter(node -> node.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    /** Asks the primary. */
    private Document command(String name) {
        return Objects.requireNonNull(Mono.from(client.getDatabase("admin").runCommand(new Document(name, 1)))
                .block(PATIENCE));
    }

    @Override
    public void close() {
        client.close();
        nodes.forEach(MongodProcess::close);
    }
}
