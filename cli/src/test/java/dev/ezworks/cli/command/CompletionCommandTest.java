package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionCommandTest extends CommandTest {
    @Test
    void bashShouldCompleteCommandsAndOptions() throws Exception {
        assertThat(completions("ezworks", "up")).containsExactly("upload");
        assertThat(completions("ezworks", "upload", "--no")).containsExactly("--no-replace");
        assertThat(completions("ezworks", "ls", "--pre")).containsExactly("--prefix");
    }

    @Test
    void zshShouldGetAScriptThatTurnsBashCompletionOn() {
        assertThat(cli.run("completion", "zsh").out()).contains("bashcompinit");
    }

    @Test
    void fishShouldGetEveryCommandWithItsOptions() {
        assertThat(cli.run("completion", "fish").out())
                .contains("complete -c ezworks -f -n __fish_use_subcommand -a upload -d ")
                .contains("complete -c ezworks -n '__fish_seen_subcommand_from list ls' -s l -l long -d ")
                .contains("complete -c ezworks -n '__fish_seen_subcommand_from download get' -l into -r -d ");
    }

    /** Asks a real bash what it would offer for the last word; compopt works only while somebody presses Tab. */
    private List<String> completions(String... words) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs /bin/bash");
        Path script = Files.writeString(
                folder.resolve("ask.bash"),
                cli.run("completion", "bash").out() + "\ncompopt() { :; }\nCOMP_WORDS=(" + String.join(" ", words)
                        + ")\n"
                        + "COMP_CWORD=" + (words.length - 1) + "\n"
                        + "COMP_LINE='" + String.join(" ", words) + "'\n"
                        + "COMP_POINT=${#COMP_LINE}\n"
                        + "_complete_ezworks\n"
                        + "printf '%s\\n' \"${COMPREPLY[@]}\"\n");
        Process bash = new ProcessBuilder("/bin/bash", "--norc", script.toString())
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        return answer.lines().map(String::strip).toList();
    }
}
