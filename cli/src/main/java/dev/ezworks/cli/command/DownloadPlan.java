package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.Environment;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.LocalName;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides, before a byte is fetched, which file of which catalog goes where. */
final class DownloadPlan {
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final Connection connection;
    private final Environment environment;
    private final @Nullable String folder;
    private final @Nullable String target;

    /**
     * @param folder where files go under the last part of their names; null: the working folder
     * @param target where the only file goes; null: into the folder
     */
    DownloadPlan(Connection connection, Environment environment, @Nullable String folder, @Nullable String target) {
        this.connection = connection;
        this.environment = environment;
        this.folder = folder;
        this.target = target;
    }

    List<DownloadItem> items(List<String> arguments) {
        List<DownloadItem> items = new ArrayList<>();
        Map<Path, String> taken = new HashMap<>();
        for (String argument : arguments) {
            DownloadItem item = item(argument);
            String other = taken.putIfAbsent(item.target(), argument);
            if (other != null) {
                throw usage(
                        other + " and " + argument + " would both be written to " + item.shownTarget(), "use --output");
            }
            items.add(item);
        }
        return items;
    }

    private DownloadItem item(String argument) {
        RemoteName remote = RemoteName.of(connection, argument);
        try {
            Path path = target(remote.name());
            Path parent = path.toAbsolutePath().getParent();
            LocalTree tree = new LocalTree(parent == null ? path : parent, environment);
            return new DownloadItem(remote, path.toAbsolutePath(), environment.display(path), tree);
        } catch (IllegalArgumentException e) {
            throw usage(argument + ": " + e.getMessage(), "");
        }
    }

    private Path target(FileName name) {
        if (target != null) {
            Path path = environment.path(target);
            if (Files.isDirectory(path)) {
                throw usage(target + " is a folder", "use --into");
            }
            return path;
        }
        return environment.path(folder == null ? "" : folder).resolve(LocalName.of(name, WINDOWS));
    }

    private static CliException usage(String reason, String nextStep) {
        return new CliException(ExitCode.USAGE, reason, nextStep);
    }
}
