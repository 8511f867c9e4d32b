package dev.ezworks.cli.command;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.Catalog;
import dev.ezworks.cli.client.CatalogPages;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.OperatorInfo;
import dev.ezworks.cli.client.Retries;
import dev.ezworks.cli.output.Console;
import dev.ezworks.cli.output.FileChecksumPrinter;
import dev.ezworks.cli.output.FileJsonPrinter;
import dev.ezworks.cli.output.FileNamePrinter;
import dev.ezworks.cli.output.FilePrinter;
import dev.ezworks.cli.output.FileTablePrinter;
import dev.ezworks.cli.output.OperatorPrinter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        aliases = "ls",
        description = {
            "List an operator's files, a name a line.",
            "Without OPS an operator's own files are listed, and for a client the operators."
        })
final class ListCommand extends ServerCommand {
    private static final String CHECKSUMS = "sha256sum";

    @Mixin
    final JsonOption format = new JsonOption();

    @Parameters(paramLabel = "OPS", arity = "0..1", description = "The operator.")
    @Nullable
    String operator;

    @Option(names = "--prefix", paramLabel = "P", description = "Only names that start with this.")
    String prefix = "";

    @Option(
            names = {"-l", "--long"},
            fallbackValue = "true",
            description = "Show size, version, time and digest too.")
    boolean details;

    @Option(
            names = "--format",
            paramLabel = "sha256sum",
            description = "Show digest and name of each file, for: sha256sum -c.")
    @Nullable
    String lines;

    ListCommand(Environment environment) {
        super(environment);
    }

    @Override
    public ExitCode call() throws IOException {
        requireSensibleOptions();
        Connection connection = connector().connect();
        String of = operator;
        if (connection.role() == Role.OPS) {
            listFiles(connection.client(), connection.ownCatalog(of));
        } else if (of == null) {
            listOperators(connection.client());
        } else {
            listFiles(connection.client(), Catalog.of(new Username(of)));
        }
        return ExitCode.OK;
    }

    private void requireSensibleOptions() {
        if (lines != null && !lines.equals(CHECKSUMS)) {
            throw new CliException(ExitCode.USAGE, "there is no format " + lines, "choose " + CHECKSUMS);
        }
        if (lines != null && (format.json || details)) {
            throw new CliException(ExitCode.USAGE, "--format excludes --json and --long", "");
        }
    }

    private void listFiles(EzworksClient client, Catalog catalog) throws IOException {
        FilePrinter printer = filePrinter(environment.console());
        CatalogPages pages = new CatalogPages(client, catalog, prefix, Retries.NONE);
        List<FileInfo> page = pages.next();
        printer.begin();
        for (; !page.isEmpty(); page = pages.next()) {
            page.forEach(file -> show(file, printer));
        }
    }

    private void show(FileInfo file, FilePrinter printer) {
        printer.print(file);
        if (file.damaged() && !format.json) {
            environment.console().warn("the server has damaged bytes of " + file.name() + "; upload it again");
        }
    }

    private FilePrinter filePrinter(Console console) {
        if (lines != null) {
            return new FileChecksumPrinter(console);
        }
        if (format.json) {
            return new FileJsonPrinter(console);
        }
        return details ? new FileTablePrinter(console) : new FileNamePrinter(console);
    }

    private void listOperators(EzworksClient client) {
        if (!prefix.isEmpty() || lines != null) {
            throw new CliException(
                    ExitCode.USAGE, "--prefix and --format are about an operator's files", "name the operator");
        }
        List<OperatorInfo> operators = client.operators();
        OperatorPrinter printer = new OperatorPrinter(environment.console());
        if (format.json) {
            printer.json(operators);
        } else if (details) {
            printer.table(operators);
        } else {
            printer.names(operators);
        }
    }
}
