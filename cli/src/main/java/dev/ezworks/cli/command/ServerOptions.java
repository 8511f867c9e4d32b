package dev.ezworks.cli.command;

import dev.ezworks.api.Role;
import dev.ezworks.cli.client.ServerUrl;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/** Which server, as whom, and how to reach it. */
final class ServerOptions {
    @Spec(Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--server",
            paramLabel = "URL",
            converter = ServerConverter.class,
            description = "The server's address (EZWORKS_URL; default: the login's, else http://127.0.0.1:5000).")
    @Nullable
    ServerUrl server;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "The login of this name (EZWORKS_PROFILE; default: the newest).")
    @Nullable
    String profile;

    @Option(
            names = "--role",
            paramLabel = "ops|client",
            converter = RoleConverter.class,
            description = "Operator or client (EZWORKS_ROLE).")
    @Nullable
    Role role;

    @Option(names = "--ops", fallbackValue = "true", description = "Short for --role ops.")
    boolean ops;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Trust the certificates in this PEM file and no others (EZWORKS_CACERT).")
    @Nullable
    Path authorities;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long connecting may take (default: ${DEFAULT-VALUE}).")
    Duration connectTimeout = Duration.ofSeconds(10);

    /** The role that was asked for; null if none was. */
    @Nullable
    Role role() {
        if (!opsDecides()) {
            return role;
        }
        CommandSpec spec = command;
        if (spec != null && role == Role.CLIENT && isFlag("--role")) {
            throw new ParameterException(spec.commandLine(), "--ops and --role client contradict each other");
        }
        return Role.OPS;
    }

    /** Whether the role is what {@code --ops} says, and not {@code --role}: a flag beats the environment. */
    boolean opsDecides() {
        return ops && (isFlag("--ops") || !isFlag("--role"));
    }

    private boolean isFlag(String option) {
        CommandSpec spec = command;
        return spec != null && spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    static final class ServerConverter implements ITypeConverter<ServerUrl> {
        @Override
        public ServerUrl convert(String value) {
            try {
                return ServerUrl.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class RoleConverter implements ITypeConverter<Role> {
        @Override
        public Role convert(String value) {
            return Role.of(value).orElseThrow(() -> new TypeConversionException("a role is ops or client"));
        }
    }
}
