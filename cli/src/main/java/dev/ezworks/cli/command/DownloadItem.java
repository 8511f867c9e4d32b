package dev.ezworks.cli.command;

import java.nio.file.Path;

/**
 * A file that is to be downloaded.
 *
 * @param target where it goes
 * @param shownTarget the target in messages
 */
record DownloadItem(RemoteName remote, Path target, String shownTarget) {
    @Override
    public String toString() {
        return remote.given();
    }
}
