package dev.ezworks.server.files;

import dev.ezworks.server.content.ContentId;

/** The content was published before under this name: as its current version, or one that has been replaced since. */
public final class AlreadyPublishedException extends RuntimeException {
    public AlreadyPublishedException(ContentId content) {
        super("content " + content + " was published before");
    }
}
