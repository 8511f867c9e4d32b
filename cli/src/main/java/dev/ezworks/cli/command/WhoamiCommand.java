package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.SessionInfo;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "whoami", description = "Ask the server whom the current login belongs to.")
final class WhoamiCommand extends ServerCommand {
    @Mixin
    final JsonOption format = new JsonOption();

    WhoamiCommand(Environment environment) {
        super(environment);
    }

    @Override
    public ExitCode call() {
        Connection connection = connector().connect();
        SessionInfo session = connection.client().session();
        if (format.json) {
            environment.console().json(json(connection, session));
        } else {
            environment
                    .console()
                    .data(session.username() + " (" + session.role().id() + ") at " + connection.server() + ", until "
                            + session.expiresAt().truncatedTo(ChronoUnit.SECONDS));
        }
        return ExitCode.OK;
    }

    private static Map<String, Object> json(Connection connection, SessionInfo session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("username", session.username().value());
        json.put("role", session.role().id());
        json.put("createdAt", session.createdAt().toString());
        json.put("expiresAt", session.expiresAt().toString());
        json.put("server", connection.server().toString());
        return json;
    }
}
