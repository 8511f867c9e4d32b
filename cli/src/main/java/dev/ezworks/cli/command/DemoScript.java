package dev.ezworks.cli.command;

import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.FileDigest;
import dev.ezworks.cli.client.ServerUrl;
import dev.ezworks.cli.output.Console;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/** The commands of the demo, run as a user would run them, each shown before it runs. */
final class DemoScript {
    private static final String OPERATOR = "alice";
    private static final String CLIENT = "bob";
    private static final int PASSWORD_BITS = 80;

    private final Environment environment;
    private final Console console;
    private final Path folder;

    DemoScript(Environment outer, ServerUrl server, Path folder) {
        this.console = outer.console();
        this.folder = folder;
        Map<String, String> variables = Map.of(
                "EZWORKS_URL", server.toString(),
                "EZWORKS_CONFIG_DIR", folder.resolve("config").toString(),
                "EZWORKS_STATE_DIR", folder.resolve("state").toString(),
                "EZWORKS_PASSWORD", new BigInteger(PASSWORD_BITS, new SecureRandom()).toString(Character.MAX_RADIX));
        this.environment = new Environment(
                variables, outer.workingFolder(), outer.input(), console, outer.prompt(), outer.clock());
    }

    /** Hands a file over and compares what was sent with what arrived. */
    ExitCode run(Path sent) throws IOException {
        Path inbox = folder.resolve("inbox");
        String name = sent.getFileName().toString();
        run("signup", "--ops", "-u", OPERATOR);
        run("signup", "-u", CLIENT);
        run("login", "--ops", "-u", OPERATOR);
        run("upload", sent.toString());
        run("login", "-u", CLIENT);
        run("list", OPERATOR, "--long");
        run("download", OPERATOR + "/" + name, "--into", inbox.toString());
        return compare(sent, inbox.resolve(name));
    }

    private void run(String... arguments) {
        console.data("");
        console.data("$ ezworks " + String.join(" ", arguments));
        console.flush();
        int exitCode = EzworksCommandLine.run(environment, arguments);
        if (exitCode != ExitCode.OK.number()) {
            throw new CliException(ExitCode.ERROR, "the demo stopped: the last command ended with " + exitCode, "");
        }
    }

    private ExitCode compare(Path sent, Path received) throws IOException {
        console.data("");
        console.data("sent      sha256 " + FileDigest.of(sent).hex());
        console.data("received  sha256 " + FileDigest.of(received).hex());
        if (Files.mismatch(sent, received) >= 0) {
            throw new CliException(ExitCode.DIGEST_MISMATCH, "the bytes differ", "please report this");
        }
        console.data("The bytes are the same.");
        return ExitCode.OK;
    }
}
