package dev.ezworks.cli.command;

import dev.ezworks.cli.Environment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option that is not given can come from the environment: {@code --connect-timeout} from
 * {@code EZWORKS_CONNECT_TIMEOUT}, {@code --server} from {@code EZWORKS_URL}.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private final Environment environment;

    EnvironmentDefaults(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String value = environment.variable(variable(option.longestName())).orElse(null);
        return value != null && isFlag(option) ? flag(value) : value;
    }

    static String variable(String option) {
        return option.equals("--server")
                ? "EZWORKS_URL"
                : "EZWORKS_" + option.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static boolean isFlag(OptionSpec option) {
        return option.arity().max() == 0;
    }

    private static String flag(String value) {
        return switch (value) {
            case "1", "yes" -> "true";
            case "0", "no" -> "false";
            default -> value;
        };
    }
}
