package dev.ezworks.bench;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.connection.TransportSettings;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * WebFlux on Reactor Netty and nothing else: what a transfer costs there before anything is checked, digested or
 * stored, and what it costs with the driver's own GridFS behind it.
 */
public final class BareServer {
    private BareServer() {}

    /**
     * Serves on a free port of 127.0.0.1, which it prints, until it is killed.
     *
     * @param arguments the folder of the files to send; with a second, a MongoDB connection string that names a
     *     database, also GridFS and the raw loops
     */
    public static void main(String[] arguments) {
        RouterFunction<ServerResponse> routes =
                new DiscardRoutes().routes().and(new FileRoutes(Path.of(arguments[0])).routes());
        if (arguments.length > 1) {
            MongoDatabase database = open(new ConnectionString(arguments[1]));
            routes = routes.and(new GridFsRoutes(database).routes()).and(new RawRoutes(database).routes());
        }
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes)))
                .bindNow();
        System.out.println("ready on http://127.0.0.1:" + server.port());
        server.onDispose().block();
    }

    /** As durable as ezworks: majority, journaled. And on Netty, as ezworks and Spring Boot have it. */
    private static MongoDatabase open(ConnectionString string) {
        return MongoClients.create(MongoClientSettings.builder()
                        .applyConnectionString(string)
                        .transportSettings(TransportSettings.nettyBuilder().build())
                        .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                        .build())
                .getDatabase(Objects.requireNonNull(string.getDatabase(), "a database in the connection string"));
    }
}
