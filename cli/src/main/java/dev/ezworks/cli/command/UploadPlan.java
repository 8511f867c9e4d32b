package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.api.InvalidNameException;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides, before a byte is sent, which file gets which name. */
final class UploadPlan {
    private static final String STANDARD_INPUT = "-";

    private final Environment environment;
    private final String prefix;
    private final @Nullable String as;

    /**
     * @param prefix in front of every name
     * @param as the name of the only file; null: the last part of its path
     */
    UploadPlan(Environment environment, String prefix, @Nullable String as) {
        this.environment = environment;
        this.prefix = prefix;
        this.as = as;
    }

    List<UploadItem> items(List<String> arguments) {
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            throw usage("the prefix of --to ends with /", "");
        }
        if (as != null && arguments.size() > 1) {
            throw usage("--as names a single file", "");
        }
        List<UploadItem> items = new ArrayList<>();
        Map<FileName, String> taken = new HashMap<>();
        for (String argument : arguments) {
            UploadItem item = item(argument);
            String other = taken.putIfAbsent(item.name(), argument);
            if (other != null) {
                throw usage(
                        other + " and " + argument + " would both be published as " + item.name(), "use --as or --to");
            }
            items.add(item);
        }
        return items;
    }

    private UploadItem item(String argument) {
        boolean standardInput = argument.equals(STANDARD_INPUT);
        if (standardInput && as == null) {
            throw usage("standard input has no name", "give one with --as");
        }
        Path file = standardInput ? null : path(argument);
        String name = as != null ? as : lastPart(argument, file);
        try {
            return new UploadItem(argument, file, FileName.of(prefix + name));
        } catch (InvalidNameException e) {
            throw usage(argument + " can't be published: " + e.getMessage(), "use --as");
        }
    }

    private Path path(String argument) {
        try {
            return environment.path(argument);
        } catch (InvalidPathException e) {
            throw usage(argument + " is not a path of this system", "");
        }
    }

    private static String lastPart(String argument, @Nullable Path file) {
        Path last = file == null ? null : file.normalize().getFileName();
        if (last == null) {
            throw usage(argument + " has no name", "use --as");
        }
        return last.toString();
    }

    private static CliException usage(String reason, String nextStep) {
        return new CliException(ExitCode.USAGE, reason, nextStep);
    }
}
