package dev.ezworks.cli.command;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes completions for fish, which picocli does not know. */
final class FishCompletion {
    private FishCompletion() {}

    static String script(CommandLine root) {
        StringBuilder script = new StringBuilder("# fish completion for ezworks\n");
        Set<CommandLine> commands = new LinkedHashSet<>(root.getSubcommands().values());
        for (CommandLine command : commands) {
            String name = command.getCommandName();
            script.append("complete -c ezworks -f -n __fish_use_subcommand -a ")
                    .append(name)
                    .append(description(firstLine(command.getCommandSpec())))
                    .append('\n');
        }
        commands.forEach(command -> appendOptions(script, command));
        return script.toString().stripTrailing();
    }

    private static void appendOptions(StringBuilder script, CommandLine command) {
        String names = String.join(" ", namesOf(command));
        for (OptionSpec option : command.getCommandSpec().options()) {
            script.append("complete -c ezworks -n '__fish_seen_subcommand_from ")
                    .append(names)
                    .append('\'');
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            if (option.arity().max() > 0) {
                script.append(" -r");
            }
            script.append(description(String.join(" ", option.description()))).append('\n');
        }
    }

    private static Set<String> namesOf(CommandLine command) {
        Set<String> names = new TreeSet<>();
        for (Map.Entry<String, CommandLine> entry :
                command.getParent().getSubcommands().entrySet()) {
            if (entry.getValue().equals(command)) {
                names.add(entry.getKey());
            }
        }
        return names;
    }

    private static String firstLine(CommandSpec command) {
        String[] lines = command.usageMessage().description();
        return lines.length == 0 ? "" : lines[0];
    }

    private static String description(String text) {
        String plain =
                text.replace("${DEFAULT-VALUE}", "").replace("\\", "\\\\").replace("'", "\\'");
        return plain.isEmpty() ? "" : " -d '" + plain + "'";
    }
}
