package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.ContentId;

/**
 * Content that is unfinished, or sealed but not settled.
 *
 * @param epoch of the last claim
 * @param size bytes that are durable
 * @param sealed whether its file is among the sealed ones
 */
record PendingContent(ContentId id, long epoch, long size, boolean sealed) {}
