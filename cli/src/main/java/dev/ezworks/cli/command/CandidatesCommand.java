package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.output.DisplayText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What the shells' completion asks. Answers a line that says what kind of thing may follow, see {@link Candidates.Kind},
 * and a candidate on each line after it; says nothing else, whatever goes wrong.
 */
@Command(name = "__complete", hidden = true, description = "Answer what may follow, for the shells' completion.")
final class CandidatesCommand implements Callable<ExitCode> {
    private final Environment environment;

    @Option(
            names = "--line",
            paramLabel = "LINE",
            description = "The command line up to the cursor, as it was typed, instead of words.")
    @Nullable
    String line;

    @Option(
            names = "--last-word",
            paramLabel = "WORD",
            description = "The word before the cursor, as it was typed; then the words are those before it.")
    @Nullable
    String lastWord;

    @Parameters(paramLabel = "WORD", arity = "0..*", description = "The words up to the cursor, without quotes.")
    List<String> words = List.of();

    CandidatesCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public ExitCode call() {
        try {
            ShellLine typed = typed();
            CommandLine commands = EzworksCommandLine.create(
                    environment, typed.words().size() > 1 ? typed.words().toArray(new String[0]) : new String[0]);
            Candidates candidates = new Completion(commands, environment).candidates(typed.words());
            environment.console().data(candidates.kind().word());
            candidates.values().stream()
                    .filter(value -> DisplayText.escape(value).equals(value) && value.length() > typed.fixed())
                    .forEach(value -> environment.console().data(value.substring(typed.fixed())));
        } catch (RuntimeException e) {
            // Whoever presses Tab wants no message in the middle of the line.
        }
        return ExitCode.OK;
    }

    private ShellLine typed() {
        if (line != null) {
            ShellLine whole = ShellLine.parse(line);
            return new ShellLine(whole.words().subList(1, whole.words().size()), whole.fixed());
        }
        List<String> all = new ArrayList<>(words);
        if (lastWord != null) {
            List<String> last = ShellLine.parse(lastWord).words();
            all.add(last.get(last.size() - 1));
        }
        return new ShellLine(all, 0);
    }
}
