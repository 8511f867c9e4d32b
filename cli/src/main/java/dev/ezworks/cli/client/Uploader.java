package dev.ezworks.cli.client;

import dev.ezworks.api.FileInfo;
import dev.ezworks.api.FileName;
import java.io.IOException;

/** A way to get the bytes of one file to the server and to publish them. One try; see {@link Retries}. */
@FunctionalInterface
public interface Uploader {
    /**
     * Publishes a source's bytes, all of them and nothing else.
     *
     * @param precondition what must hold of the name when the file is published
     * @return what is published
     * @throws ClientException with the reason why it is not
     * @throws LocalReadException if the source can no longer be read while it is sent
     * @throws IOException if it can't be read before
     */
    FileInfo upload(FileName name, RepeatableSource source, Precondition precondition, TransferListener listener)
            throws IOException;
}
