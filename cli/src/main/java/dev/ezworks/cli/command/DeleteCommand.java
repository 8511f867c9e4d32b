package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.api.InvalidNameException;
import dev.ezworks.api.Role;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "delete", aliases = "rm", description = "Remove files of one's own catalog.")
final class DeleteCommand extends ServerCommand {
    @Parameters(paramLabel = "NAME", arity = "1..*", description = "The names, as list shows them.")
    List<String> names = List.of();

    DeleteCommand(Environment environment) {
        super(environment);
    }

    @Override
    public ExitCode call() {
        List<FileName> files = new ArrayList<>();
        for (String name : names) {
            files.add(fileName(name));
        }
        Connection connection = connector().connect();
        connection.require(Role.OPS);
        ExitCode result = ExitCode.OK;
        for (FileName file : files) {
            ExitCode one = delete(connection, file);
            if (one == ExitCode.LOGIN_NEEDED || one == ExitCode.FORBIDDEN) {
                return one;
            }
            if (one != ExitCode.OK) {
                result = files.size() == 1 ? one : ExitCode.SOME_FAILED;
            }
        }
        return result;
    }

    private ExitCode delete(Connection connection, FileName file) {
        try {
            connection.client().delete(file);
            environment.console().info("deleted " + file);
            return ExitCode.OK;
        } catch (RuntimeException e) {
            Failure failure = FailureTable.failure(e);
            environment.console().error(failure);
            return failure.exitCode();
        }
    }

    private static FileName fileName(String name) {
        try {
            return FileName.of(name);
        } catch (InvalidNameException e) {
            throw new CliException(ExitCode.USAGE, name + ": " + e.getMessage(), "");
        }
    }
}
