package dev.ezworks.cli;

import dev.ezworks.cli.command.EzworksCommandLine;
import dev.ezworks.cli.output.Console;
import dev.ezworks.cli.output.ConsolePrompt;
import dev.ezworks.cli.output.SystemTerminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The {@code ezworks} command. */
public final class EzworksCli {
    private EzworksCli() {}

    public static void main(String[] arguments) {
        useSystemProperties();
        Environment environment = environment();
        int exitCode = EzworksCommandLine.run(environment, arguments);
        if (environment.console().dataLost() && exitCode == ExitCode.OK.number()) {
            environment.console().error(new Failure(ExitCode.ERROR, "standard output can't be written", ""));
            exitCode = ExitCode.ERROR.number();
        }
        DaemonThreads.end();
        System.exit(exitCode);
    }

    /** Must be set before the classes that read them are loaded. */
    private static void useSystemProperties() {
        // Larger than the 16 KiB it takes by itself: fewer, longer reads from the socket.
        System.setProperty("jdk.httpclient.bufsize", "131072");
        // With two processors or fewer the HTTP client would start a thread for each answer.
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "2");
        // The plain console: JDK 22 to 24 would start a line editor to read a password.
        System.setProperty("jdk.console", "java.base");
    }

    private static Environment environment() {
        Map<String, String> variables = System.getenv();
        SystemTerminal terminal = SystemTerminal.of(System.getProperty("ezworks.terminal", ""), variables);
        Console console = new Console(
                new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err), terminal);
        return new Environment(
                variables,
                Path.of("").toAbsolutePath(),
                System.in,
                console,
                new ConsolePrompt(terminal),
                Clock.systemUTC());
    }
}
