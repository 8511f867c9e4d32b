package dev.ezworks.cli.command;

import java.nio.file.Path;

/**
 * A file that is to be downloaded.
 *
 * @param target where it goes
 * @param shownTarget the target in messages
 * @param tree what it goes into
 */
record DownloadItem(RemoteName remote, Path target, String shownTarget, LocalTree tree) implements Batch.Item {
    @Override
    public String shown() {
        return remote.given();
    }

    @Override
    public long size() {
        return -1;
    }
}
