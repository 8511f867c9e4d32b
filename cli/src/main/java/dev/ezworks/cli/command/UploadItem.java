package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.cli.Failure;
import dev.ezworks.cli.client.FileSource;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** What an upload has to deal with, one by one: files, and what was found in their place. */
sealed interface UploadItem extends Batch.Item {
    /** What it is to be published as; empty if it is not. */
    default Optional<FileName> target() {
        return Optional.empty();
    }

    @Override
    default String catalogName() {
        return target().map(FileName::value).orElseGet(this::shown);
    }

    @Override
    default String source() {
        return shown();
    }

    /** A file of which it is known beforehand what becomes of it has no bytes to wait for. */
    @Override
    default long size() {
        return 0;
    }

    /**
     * A file on this machine.
     *
     * @param shown as the user knows it
     * @param name what it is published as
     * @param size in bytes, when it was looked at
     * @param follow whether it may be a symbolic link; else it is not followed if it has become one
     */
    record LocalFile(String shown, Path path, FileName name, long size, boolean follow) implements UploadItem {
        @Override
        public Optional<FileName> target() {
            return Optional.of(name);
        }

        FileSource open() throws IOException {
            return follow ? FileSource.open(path) : FileSource.open(path, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Standard input. */
    record StandardInput(FileName name) implements UploadItem {
        @Override
        public Optional<FileName> target() {
            return Optional.of(name);
        }

        @Override
        public String shown() {
            return name.value();
        }

        @Override
        public String source() {
            return "standard input";
        }

        @Override
        public long size() {
            return -1;
        }
    }

    /** Something that is left out on purpose. */
    record Skipped(String shown, String why) implements UploadItem {}

    /** Something that can't be uploaded. */
    record Unusable(String shown, Failure failure) implements UploadItem {}
}
