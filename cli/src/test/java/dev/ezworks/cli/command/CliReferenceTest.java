package dev.ezworks.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation says what the commands are. With {@code -Dezworks.docs=write} it is made to. */
class CliReferenceTest {
    private static final Path DOCUMENT = Path.of("../docs/cli.md");

    @TempDir
    Path folder;

    @Test
    void theDocumentationShouldBeThatOfTheCommands() throws IOException {
        CliReference reference = new CliReference(
                new CliRun(folder).without("EZWORKS_MAX_RETRIES").commandLine());
        String document = Files.readString(DOCUMENT);
        String expected =
                replace(replace(document, "exit codes", reference.exitCodes()), "commands", reference.commands());
        if ("write".equals(System.getProperty("ezworks.docs"))) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(Files.readString(DOCUMENT))
                .as("docs/cli.md is out of date; it says how to mend that")
                .isEqualTo(expected);
    }

    private static String replace(String document, String part, String generated) {
        Matcher block = Pattern.compile("(<!-- generated: " + part + " -->\n).*?(<!-- end -->)", Pattern.DOTALL)
                .matcher(document);
        assertThat(block.find()).as("there is a place for the " + part).isTrue();
        return block.replaceFirst(result -> Matcher.quoteReplacement(result.group(1) + generated + result.group(2)));
    }
}
