package dev.ezworks.server.maintenance;

/**
 * The right to scrub, until somebody claims it after us.
 *
 * @param epoch raised by every claim
 * @param progress where to go on
 */
public record ScrubClaim(long epoch, ScrubProgress progress) {}
