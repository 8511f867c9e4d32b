package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Parses a command line and runs the command it names. */
public final class EzworksCommandLine {
    private static final Map<String, Function<Environment, Object>> COMMANDS = commands();
    private static final Map<String, String> ALIASES = Map.of("ls", "list", "get", "download", "rm", "delete");

    private EzworksCommandLine() {}

    private static Map<String, Function<Environment, Object>> commands() {
        Map<String, Function<Environment, Object>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("serve", ServeCommand::new);
        commands.put("scrub", ScrubCommand::new);
        commands.put("signup", SignupCommand::new);
        commands.put("login", LoginCommand::new);
        commands.put("logout", LogoutCommand::new);
        commands.put("whoami", WhoamiCommand::new);
        commands.put("upload", UploadCommand::new);
        commands.put("list", ListCommand::new);
        commands.put("download", DownloadCommand::new);
        commands.put("wait", WaitCommand::new);
        commands.put("delete", DeleteCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("__complete", CandidatesCommand::new);
        return commands;
    }

    /** Runs a command and answers the exit code. Whatever goes wrong has been reported. */
    public static int run(Environment environment, String... arguments) {
        if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
            // Prompts and scripts ask often: without the machinery this takes a third of the time.
            environment.console().data(Version.line());
            return ExitCode.OK.number();
        }
        return create(environment, arguments).execute(arguments);
    }

    /** The command line with every command. */
    static CommandLine create(Environment environment) {
        return create(environment, new String[0]);
    }

    /** With the one command that is named, if the first argument names one: reading all of them takes time. */
    static CommandLine create(Environment environment, String[] arguments) {
        CommandLine root = new CommandLine(new RootCommand(environment.console()));
        String first = arguments.length == 0 ? "" : ALIASES.getOrDefault(arguments[0], arguments[0]);
        Function<Environment, Object> named = COMMANDS.get(first);
        if (named != null) {
            root.addSubcommand(named.apply(environment));
        } else {
            COMMANDS.values().forEach(command -> root.addSubcommand(command.apply(environment)));
        }
        configure(root, environment);
        return root;
    }

    private static void configure(CommandLine root, Environment environment) {
        ErrorReporter errors = new ErrorReporter(environment.console());
        root.setOut(new PrintWriter(environment.console().helpStream(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(environment.console().messageStream(), true, StandardCharsets.UTF_8))
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .setExecutionStrategy(EzworksCommandLine::execute)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
        Map<String, String> exitCodes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            exitCodes.put(Integer.toString(code.number()), code.meaning());
        }
        root.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("Exit codes:%n")
                .exitCodeList(exitCodes);
    }

    private static int execute(ParseResult parsed) {
        int exitCode = new RunLast().execute(parsed);
        CommandLine last =
                parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
        Object result = last.getExecutionResult();
        return result instanceof ExitCode code ? code.number() : exitCode;
    }
}
