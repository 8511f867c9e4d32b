package dev.ezworks.server.content;

/**
 * The right to write to unfinished content, until somebody claims it after us.
 *
 * @param epoch raised by every claim; writes that carry an older one are refused
 * @param size bytes stored without a gap from the start: where the next append begins
 */
public record Claim(long epoch, long size) {}
