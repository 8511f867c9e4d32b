package dev.ezworks.server.files;

import dev.ezworks.api.ApiPaths;

/** The value of {@code Content-Disposition} for a file that is to be saved (RFC 6266). */
final class Attachment {
    private Attachment() {}

    /**
     * @param name what to save it as; goes out twice, as ASCII for old clients and in full (RFC 8187) for all others.
     *     Spring's own writer puts an encoded word of e-mail into the first, which clients save as it stands.
     */
    static String named(String name) {
        return "attachment; filename=\"" + ascii(name) + "\"; filename*=UTF-8''" + ApiPaths.encodeSegment(name);
    }

    private static String ascii(String name) {
        StringBuilder ascii = new StringBuilder();
        // What is not ASCII, would end the quoted string, or is decoded by some clients (RFC 6266 appendix D).
        name.codePoints()
                .forEach(c -> ascii.appendCodePoint(c < 0x20 || c > 0x7e || "\"\\%".indexOf(c) >= 0 ? '_' : c));
        return ascii.toString();
    }
}
