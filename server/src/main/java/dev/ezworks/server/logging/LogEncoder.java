package dev.ezworks.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** Writes the log in the {@link LogFormat} that {@code logback.xml} names. */
public final class LogEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private LogFormat format = LogFormat.TEXT;

    /**
     * Called by Logback.
     *
     * @param id of a {@link LogFormat}; anything else is taken for text, so that somebody can be told that it is wrong
     */
    public void setFormat(String id) {
        format = LogFormat.of(id).orElse(LogFormat.TEXT);
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return format.write(event).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
