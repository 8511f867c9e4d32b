package dev.ezworks.cli.command;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.client.Catalog;
import dev.ezworks.cli.client.OperatorInfo;
import dev.ezworks.cli.output.Console;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.TypeConversionException;

/**
 * Names on the server that begin as somebody has begun to type them. Soon, or not at all; if something is wrong there
 * are none.
 */
final class RemoteNames {
    /** How long completion may take, as a variable. */
    static final String PATIENCE_SETTING = "EZWORKS_COMPLETION_TIMEOUT";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Environment environment;
    private final ServerOptions options;
    private final Duration patience;

    /** The options on the line that say which server, and as whom; the others are none of our business. */
    @Command
    private static final class Line {
        @Mixin
        final ServerOptions server = new ServerOptions();
    }

    /** @param words what is on the line so far */
    RemoteNames(Environment environment, List<String> words) {
        Console silent = new Console(
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                environment.console().terminal());
        this.environment = new Environment(
                environment.variables(),
                environment.workingFolder(),
                environment.input(),
                silent,
                environment.prompt(),
                environment.clock());
        Line line = new Line();
        new CommandLine(line)
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .setUnmatchedArgumentsAllowed(true)
                .setUnmatchedOptionsArePositionalParams(true)
                .parseArgs(words.subList(0, words.size() - 1).toArray(new String[0]));
        this.options = line.server;
        this.patience = patience(environment);
        this.options.connectTimeout = patience;
    }

    /** What is set wrong counts as not set: on a line that is being typed there is nowhere to complain. */
    private static Duration patience(Environment environment) {
        try {
            return environment
                    .variable(PATIENCE_SETTING)
                    .map(new DurationConverter()::convert)
                    .orElse(PATIENCE);
        } catch (TypeConversionException e) {
            return PATIENCE;
        }
    }

    /** Operators, for a client. */
    List<String> operators(String begun) {
        return ask(connection -> connection.role() == Role.CLIENT ? operators(connection, begun, "") : Stream.empty());
    }

    /** Files as {@code download} takes them: {@code OPS/NAME}, and an operator's own by their names. */
    List<String> files(String begun) {
        return ask(connection -> {
            if (connection.role() == Role.OPS) {
                return files(connection, Catalog.own(), begun);
            }
            int slash = begun.indexOf('/');
            if (slash < 0) {
                return operators(connection, begun, "/");
            }
            String operator = begun.substring(0, slash);
            return files(connection, Catalog.of(new Username(operator)), begun.substring(slash + 1))
                    .map(name -> operator + "/" + name);
        });
    }

    /** Files of the operator who is logged in. */
    List<String> ownFiles(String begun) {
        return ask(
                connection -> connection.role() == Role.OPS ? files(connection, Catalog.own(), begun) : Stream.empty());
    }

    private static Stream<String> operators(Connection connection, String begun, String ending) {
        return connection.client().operators().stream()
                .map(OperatorInfo::username)
                .filter(name -> name.startsWith(begun))
                .map(name -> new Username(name).value() + ending);
    }

    /** One page, and no further than the next {@code /}: a folder of thousands is one candidate. */
    private static Stream<String> files(Connection connection, Catalog catalog, String begun) {
        return connection.client().files(catalog, begun, "").files().stream()
                .map(FileInfo::name)
                .filter(name -> name.startsWith(begun))
                .map(name -> FileName.of(name).value())
                .map(name -> {
                    int slash = name.indexOf('/', begun.length());
                    return slash < 0 ? name : name.substring(0, slash + 1);
                })
                .distinct();
    }

    private List<String> ask(Function<Connection, Stream<String>> question) {
        CompletableFuture<List<String>> answer = new CompletableFuture<>();
        Thread asking = new Thread(
                () -> {
                    try {
                        Connection connection = new Connector(environment, options, patience).connect();
                        answer.complete(question.apply(connection).toList());
                    } catch (RuntimeException e) {
                        answer.complete(List.of());
                    }
                },
                "completion");
        asking.setDaemon(true);
        asking.start();
        return answer.completeOnTimeout(List.of(), patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
