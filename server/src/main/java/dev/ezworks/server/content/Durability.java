package dev.ezworks.server.content;

/** When bytes that are appended survive a crash of the server, at the latest. */
public enum Durability {
    /**
     * When the append has ended and {@link ContentStore#sync} or {@link ContentStore#seal} has followed: for bytes that
     * somebody sends from the beginning again if it does not come to that. The lease is renewed at least every 16 MiB or
     * minute of progress, whichever comes later.
     */
    AT_THE_END,

    /**
     * On the way: no crash undoes more than the last 16 MiB. For bytes that are not sent again. The lease is renewed at
     * least every 16 MiB or minute of progress, whichever comes first.
     */
    ON_THE_WAY
}
