package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.api.InvalidNameException;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides, before a byte is sent, which file gets which name. Wrong usage ends everything here; a file that can't be
 * uploaded becomes an item that says so.
 */
final class UploadPlan {
    private static final String STANDARD_INPUT = "-";

    /** Last parts of a path that name no folder. */
    private static final Set<String> NAMELESS = Set.of("", ".", "..");

    private final Environment environment;
    private final UploadRules rules;
    private final @Nullable String as;
    private final List<UploadItem> items = new ArrayList<>();
    private final Map<FileName, UploadItem> taken = new HashMap<>();

    /** @param as the name of the only file; null: the last part of its path */
    UploadPlan(Environment environment, UploadRules rules, @Nullable String as) {
        this.environment = environment;
        this.rules = rules;
        this.as = as;
    }

    /** Plans what the user gave as arguments, in that order; what is in a folder is ordered by name. */
    void addArguments(List<String> arguments) {
        if (as != null && arguments.size() > 1) {
            throw usage("--as names a single file", "");
        }
        for (String argument : arguments) {
            if (argument.equals(STANDARD_INPUT)) {
                addStandardInput();
            } else {
                addPath(argument, true);
            }
        }
    }

    /** Plans what a list names, in that order. A name in it that can't be published is one failure among others. */
    void addListed(List<String> paths) {
        if (as != null) {
            throw usage("--as names a single file, and a list any number", "use --to");
        }
        paths.forEach(path -> addPath(path, false));
    }

    List<UploadItem> items() {
        return List.copyOf(items);
    }

    private void addStandardInput() {
        if (as == null) {
            throw usage("standard input has no name", "give one with --as");
        }
        try {
            add(new UploadItem.StandardInput(FileName.of(rules.prefix() + as)));
        } catch (InvalidNameException e) {
            throw usage(as + " is no name to publish under: " + e.getMessage(), "");
        }
    }

    private void addPath(String given, boolean argument) {
        try {
            Path path = path(given);
            boolean through = endsWithSeparator(given);
            BasicFileAttributes attributes = rules.attributes(path, through);
            if (attributes.isDirectory()) {
                addFolder(given, path);
            } else {
                add(rules.item(given, path, through, attributes, as != null ? as : lastPart(given, path)));
            }
        } catch (InvalidNameException e) {
            if (argument) {
                throw usage(given + " can't be published: " + e.getMessage(), "use --as");
            }
            add(UploadRules.unusable(given, e));
        } catch (NoSuchFileException e) {
            add(new UploadItem.Unusable(given, FailureTable.failure(new NoSuchFileException(given))));
        } catch (IOException e) {
            add(new UploadItem.Unusable(given, FailureTable.failure(e)));
        }
    }

    private void addFolder(String given, Path path) {
        if (!rules.recursive()) {
            Failure failure = new Failure(ExitCode.ERROR, given + " is a folder", "-r uploads what is in it");
            add(new UploadItem.Unusable(given, failure));
            return;
        }
        if (as != null) {
            throw usage("--as names a single file, and " + given + " is a folder", "use --to");
        }
        FolderWalk walk = new FolderWalk(rules, path, shownBase(given), nameBase(given, path));
        walk.items().forEach(this::add);
    }

    private static String shownBase(String given) {
        if (given.isEmpty() || given.equals(".") || given.equals("./")) {
            return "";
        }
        return endsWithSeparator(given) ? given : given + "/";
    }

    /** As rsync has it: {@code dir/} is what is in it, {@code dir} is the folder with what is in it. */
    private static String nameBase(String given, Path path) {
        Path last = path.getFileName();
        return endsWithSeparator(given) || last == null || NAMELESS.contains(last.toString()) ? "" : last + "/";
    }

    private static boolean endsWithSeparator(String path) {
        return path.endsWith("/") || path.endsWith(File.separator);
    }

    /** The same file given twice is uploaded once. */
    private void add(UploadItem item) {
        Optional<FileName> name = item.target();
        if (name.isEmpty() || isFree(name.get(), item)) {
            items.add(item);
        }
    }

    private boolean isFree(FileName name, UploadItem item) {
        UploadItem other = taken.putIfAbsent(name, item);
        if (other != null && !isSameFile(other, item)) {
            throw usage(
                    other.shown() + " and " + item.shown() + " would both be published as " + name, "use --as or --to");
        }
        return other == null;
    }

    private static boolean isSameFile(UploadItem one, UploadItem other) {
        return one instanceof UploadItem.LocalFile a
                && other instanceof UploadItem.LocalFile b
                && a.path().normalize().equals(b.path().normalize());
    }

    private Path path(String given) {
        try {
            return environment.path(given);
        } catch (InvalidPathException e) {
            throw usage(given + " is not a path of this system", "");
        }
    }

    private static String lastPart(String given, Path path) {
        Path last = path.normalize().getFileName();
        if (last == null) {
            throw usage(given + " has no name", "use --as");
        }
        return last.toString();
    }

    private static CliException usage(String reason, String nextStep) {
        return new CliException(ExitCode.USAGE, reason, nextStep);
    }
}
