package dev.ezworks.server.uploads;

import dev.ezworks.server.multipart.PartHeaders;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * A part of a form that is coming in.
 *
 * @param content to be subscribed to once at most, and before the next part is asked for, which reads past what is left
 *     of this one; every buffer is to be released
 */
record FormPart(PartHeaders headers, Flux<DataBuffer> content) {}
