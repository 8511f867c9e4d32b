package dev.ezworks.server.multipart;

/**
 * What a form may hold besides its files, which have limits of their own.
 *
 * @param parts how many
 * @param headersOfAPart in bytes, all of them with their line ends
 * @param field bytes of a part that is no file
 * @param aroundParts bytes before the first part, and again after the last
 */
public record FormLimits(int parts, int headersOfAPart, long field, long aroundParts) {
    /** What every form here is held to, unless it is smaller as a whole. */
    public static final FormLimits DEFAULT = new FormLimits(1000, 16 * 1024, 64 * 1024, 16 * 1024);
}
