package dev.ezworks.cli.command;

import dev.ezworks.cli.ExitCode;
import java.lang.reflect.Member;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The generated parts of the command line's documentation, as Markdown, from what the commands say of themselves. */
final class CliReference {
    private static final List<Class<?>> OF_ALL = List.of(OutputOptions.class);
    private static final List<Class<?>> OF_THE_SERVER = List.of(ServerOptions.class, ServerCommand.class);

    private final CommandLine root;

    CliReference(CommandLine root) {
        this.root = root;
    }

    String exitCodes() {
        StringBuilder text = new StringBuilder("| exit code | meaning |\n| --- | --- |\n");
        for (ExitCode code : ExitCode.values()) {
            text.append("| ")
                    .append(code.number())
                    .append(" | ")
                    .append(code.meaning())
                    .append(" |\n");
        }
        return text.toString();
    }

    String commands() {
        CommandSpec list =
                Objects.requireNonNull(root.getSubcommands().get("list")).getCommandSpec();
        StringBuilder text = new StringBuilder("### Options of every command\n\n");
        appendOptions(text, list, option -> declaredIn(option, OF_ALL));
        text.append("\n### Options of every command that speaks to a server\n\n");
        appendOptions(text, list, option -> declaredIn(option, OF_THE_SERVER));
        Set<CommandLine> commands = new LinkedHashSet<>(root.getSubcommands().values());
        commands.stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .forEach(command -> append(text, command));
        return text.toString();
    }

    private static void append(StringBuilder text, CommandSpec command) {
        text.append("\n### ").append(command.qualifiedName()).append("\n\n");
        text.append(String.join(" ", lines(command)))
                .append("\n\n```\n")
                .append(synopsis(command))
                .append("\n```\n");
        if (command.aliases().length > 0) {
            text.append("\nAlso `")
                    .append(String.join("`, `", command.aliases()))
                    .append("`.\n");
        }
        Predicate<OptionSpec> own = option -> !declaredIn(option, OF_ALL) && !declaredIn(option, OF_THE_SERVER);
        if (!command.positionalParameters().isEmpty()
                || command.options().stream().anyMatch(own)) {
            text.append('\n');
            appendOptions(text, command, own);
        }
    }

    private static String[] lines(CommandSpec command) {
        return Arrays.stream(command.usageMessage().description())
                .map(CliReference::markdown)
                .toArray(String[]::new);
    }

    private static String synopsis(CommandSpec command) {
        return command.qualifiedName() + " [OPTION]…"
                + command.positionalParameters().stream()
                        .map(parameter -> " " + shown(parameter))
                        .collect(Collectors.joining());
    }

    private static String shown(PositionalParamSpec parameter) {
        String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "…" : "");
        return parameter.arity().min() == 0 ? "[" + label + "]" : label;
    }

    private static void appendOptions(StringBuilder text, CommandSpec command, Predicate<OptionSpec> which) {
        text.append("| option | variable | meaning |\n| --- | --- | --- |\n");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            if (which.test(OptionSpec.builder("--none")
                    .userObject(parameter.userObject())
                    .build())) {
                appendRow(text, code(parameter.paramLabel()), "", parameter.description(), "");
            }
        }
        for (OptionSpec option : command.options()) {
            if (which.test(option)) {
                String variable = option.usageHelp() ? "" : code(EnvironmentDefaults.variable(option.longestName()));
                appendRow(text, names(option), variable, option.description(), String.valueOf(option.defaultValue()));
            }
        }
    }

    private static String names(OptionSpec option) {
        String names = Arrays.stream(option.names()).map(CliReference::code).collect(Collectors.joining(", "));
        return option.arity().max() == 0 ? names : names + " " + code(option.paramLabel());
    }

    private static void appendRow(
            StringBuilder text, String name, String variable, String[] description, String defaultValue) {
        text.append("| ")
                .append(name)
                .append(" | ")
                .append(variable)
                .append(" | ")
                .append(markdown(String.join(" ", description).replace("${DEFAULT-VALUE}", defaultValue)))
                .append(" |\n");
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }

    private static String markdown(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }

    private static boolean declaredIn(OptionSpec option, List<Class<?>> classes) {
        return classes.contains(((Member) option.userObject()).getDeclaringClass());
    }
}
