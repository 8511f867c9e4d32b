package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.api.InvalidNameException;
import dev.ezworks.api.Role;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import dev.ezworks.cli.output.TransferResult;
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
        BatchOutcome outcome = new BatchOutcome(false);
        int tried = 0;
        while (tried < files.size() && outcome.goOn()) {
            outcome.add(delete(connection, files.get(tried++)));
        }
        if (tried < files.size()) {
            environment.console().info((files.size() - tried) + " left");
        }
        return outcome.exitCode();
    }

    private TransferResult delete(Connection connection, FileName file) {
        try {
            connection.client().delete(file);
            environment.console().info("deleted " + file);
            return TransferResult.deleted(file.value());
        } catch (RuntimeException e) {
            Failure failure = FailureTable.failure(e);
            environment.console().error(failure);
            return TransferResult.failed(file.value(), "", failure);
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
