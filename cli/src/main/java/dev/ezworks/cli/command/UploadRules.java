package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.api.InvalidNameException;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What is uploaded and what it is called.
 *
 * @param prefix in front of every name; empty, or ends with {@code /}
 * @param recursive whether folders are uploaded with what is in them
 * @param follow whether symbolic links are followed; they are skipped otherwise
 * @param leaveOut a file that is not uploaded, such as one that this run writes; a path that does not exist: none
 */
record UploadRules(String prefix, boolean recursive, boolean follow, Path leaveOut) {
    /**
     * Looks at a path.
     *
     * @param through whether to look through a symbolic link in any case
     */
    BasicFileAttributes attributes(Path path, boolean through) throws IOException {
        return follow || through
                ? Files.readAttributes(path, BasicFileAttributes.class)
                : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * What becomes of something that is not a folder.
     *
     * @param shown as the user knows it
     * @param through as given to {@link #attributes}
     * @param attributes what that answered
     * @param name what it is published as, but for the prefix
     * @throws InvalidNameException if a file can't have that name
     */
    UploadItem item(String shown, Path path, boolean through, BasicFileAttributes attributes, String name)
            throws IOException {
        if (attributes.isSymbolicLink()) {
            return new UploadItem.Skipped(
                    shown,
                    follow
                            ? "a symbolic link that leads nowhere"
                            : "a symbolic link; --follow uploads what it points to");
        }
        if (!attributes.isRegularFile()) {
            return new UploadItem.Skipped(
                    shown, "not a regular file; its bytes can be piped to: ezworks upload - --as NAME");
        }
        if (Files.exists(leaveOut) && Files.isSameFile(path, leaveOut)) {
            return new UploadItem.Skipped(shown, "the manifest of this run");
        }
        return new UploadItem.LocalFile(shown, path, FileName.of(prefix + name), attributes.size(), follow || through);
    }

    /** An item that stands for a name that can't be published. */
    static UploadItem unusable(String shown, InvalidNameException e) {
        String reason = shown + " can't be published: " + e.getMessage();
        return new UploadItem.Unusable(shown, new Failure(ExitCode.ERROR, reason, "give it another name"));
    }
}
