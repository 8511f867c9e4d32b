package dev.ezworks.server.transfers;

/** Which way the bytes go, seen from the server's users. */
public enum Direction {
    UPLOAD,
    DOWNLOAD
}
