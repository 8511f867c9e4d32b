package dev.ezworks.server.files;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Sha256;
import dev.ezworks.server.content.ContentId;

/**
 * A version about to be published.
 *
 * @param content sealed content that no other version refers to
 * @param size in bytes
 * @param contentType media type
 * @param precondition what must hold of the current version at the very moment of publishing
 */
public record NewVersion(
        FileName name, ContentId content, long size, String contentType, Sha256 sha256, Precondition precondition) {}
