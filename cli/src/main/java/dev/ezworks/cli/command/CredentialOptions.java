package dev.ezworks.cli.command;

import dev.ezworks.api.InvalidNameException;
import dev.ezworks.api.Username;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.output.Prompt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who signs up or logs in. The password is never an argument: those are visible to every user of the machine. */
final class CredentialOptions {
    private static final int MAX_PASSWORD_BYTES = 256;

    private final Environment environment;

    @Option(
            names = {"-u", "--username"},
            paramLabel = "USER",
            description = "The username (EZWORKS_USERNAME; asked for on a terminal).")
    @Nullable
    String username;

    @Option(
            names = "--password-stdin",
            fallbackValue = "true",
            description =
                    "Read the password from standard input (default: EZWORKS_PASSWORD, else asked for on a terminal).")
    boolean passwordStdin;

    CredentialOptions(Environment environment) {
        this.environment = environment;
    }

    Username username() {
        String given = username;
        if (given == null) {
            given = prompt("no username", "give it with --username").line("Username: ");
        }
        try {
            return new Username(given);
        } catch (InvalidNameException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), "");
        }
    }

    /**
     * The password: from standard input, else the environment, else asked for.
     *
     * @param confirm whether to ask twice: a new password must not have a slip
     */
    String password(boolean confirm) {
        String password;
        if (passwordStdin) {
            password = fromStandardInput();
        } else {
            password = environment.variable("EZWORKS_PASSWORD").orElseGet(() -> ask(confirm));
        }
        int length = password.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_PASSWORD_BYTES) {
            throw new CliException(ExitCode.USAGE, "a password has 1 to " + MAX_PASSWORD_BYTES + " bytes", "");
        }
        return password;
    }

    private String fromStandardInput() {
        try {
            // Room for more than the longest password and its line end, so that a longer one is noticed.
            byte[] bytes = environment.input().readNBytes(MAX_PASSWORD_BYTES + 3);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.replaceFirst("\\r?\\n\\z", "");
        } catch (CharacterCodingException e) {
            throw new CliException(ExitCode.USAGE, "the password on standard input is not UTF-8", "");
        } catch (IOException e) {
            throw new CliException(ExitCode.ERROR, "cannot read the password from standard input", "");
        }
    }

    private String ask(boolean confirm) {
        Prompt prompt = prompt("no password", "give it with --password-stdin or in EZWORKS_PASSWORD");
        String password = prompt.secret("Password: ");
        if (confirm && !prompt.secret("The same again: ").equals(password)) {
            throw new CliException(ExitCode.USAGE, "the two passwords differ", "");
        }
        return password;
    }

    private Prompt prompt(String missing, String nextStep) {
        if (!environment.prompt().available()) {
            throw new CliException(ExitCode.LOGIN_NEEDED, missing + ", and no terminal to ask on", nextStep);
        }
        return environment.prompt();
    }
}
