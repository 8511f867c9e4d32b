package dev.ezworks.server.uploads;

/**
 * How far an upload has come.
 *
 * @param offset how many bytes are there, durably
 */
record UploadStatus(Upload upload, long offset) {}
