package dev.ezworks.server.files;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Username;
import dev.ezworks.server.content.ContentId;
import java.time.Instant;

/**
 * Content of a version that was replaced or removed.
 *
 * @param retiredAt when that happened; downloads that began before may still read it
 */
public record RetiredContent(Username owner, FileName name, ContentId content, Instant retiredAt) {}
