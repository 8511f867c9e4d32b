package dev.ezworks.server.storage.local;

import dev.ezworks.server.content.ContentId;
import java.util.HexFormat;

/** Content ids as the database keeps them: their 16 bytes. */
final class Ids {
    private Ids() {}

    static byte[] bytes(ContentId id) {
        return HexFormat.of().parseHex(id.value());
    }

    static ContentId id(byte[] bytes) {
        return new ContentId(HexFormat.of().formatHex(bytes));
    }
}
