package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Finds out what may follow on a command line. What kind of value something takes is told by its label in the help. */
final class Completion {
    private static final List<String> OF_THIS_MACHINE = List.of("FILE", "DIR", "PATH", "LIST");

    private final CommandLine root;
    private final Environment environment;

    Completion(CommandLine root, Environment environment) {
        this.root = root;
        this.environment = environment;
    }

    /** @param words those after the program's name; the last one is at the cursor, and may be empty */
    Candidates candidates(List<String> words) {
        String begun = words.get(words.size() - 1);
        if (words.size() == 1) {
            return begun.startsWith("-") ? options(root.getCommandSpec(), begun) : Candidates.words(commands(), begun);
        }
        CommandLine command = root.getSubcommands().get(words.get(0));
        if (command == null) {
            return Candidates.words(List.of(), begun);
        }
        CommandSpec spec = command.getCommandSpec();
        OptionSpec option = spec.findOption(words.get(words.size() - 2));
        if (option != null && option.arity().max() > 0) {
            return values(option, words);
        }
        if (begun.startsWith("-")) {
            return options(spec, begun);
        }
        List<PositionalParamSpec> parameters = spec.positionalParameters();
        return parameters.isEmpty() ? Candidates.words(List.of(), begun) : values(parameters.get(0), words);
    }

    private List<String> commands() {
        return root.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .flatMap(command -> command.names().stream())
                .distinct()
                .toList();
    }

    private static Candidates options(CommandSpec command, String begun) {
        Stream<String> names = command.options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .filter(name -> name.startsWith("--") || begun.equals("-"));
        return Candidates.words(names.toList(), begun);
    }

    private Candidates values(ArgSpec argument, List<String> words) {
        String begun = words.get(words.size() - 1);
        String label = argument.paramLabel();
        if (OF_THIS_MACHINE.stream().anyMatch(label::startsWith)) {
            return Candidates.files();
        }
        return switch (label) {
            case "OPS" -> Candidates.names(remoteNames(words).operators(begun));
            case "OPS/NAME" -> Candidates.names(remoteNames(words).files(begun));
            case "NAME" ->
                argument.isOption()
                        ? Candidates.words(List.of(), begun)
                        : Candidates.names(remoteNames(words).ownFiles(begun));
            default -> Candidates.words(alternatives(label), begun);
        };
    }

    private RemoteNames remoteNames(List<String> words) {
        return new RemoteNames(environment, words);
    }

    /** Those of a label such as {@code ops|client}, and of a single word in lower case, which stands for itself. */
    private static List<String> alternatives(String label) {
        return label.matches("[a-z0-9]+(\\|[a-z0-9]+)*") ? List.of(label.split("\\|")) : List.of();
    }
}
