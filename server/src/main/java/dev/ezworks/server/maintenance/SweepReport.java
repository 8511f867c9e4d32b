package dev.ezworks.server.maintenance;

/**
 * What a sweep has done.
 *
 * @param uploads unfinished uploads whose content was removed
 * @param versions replaced or removed versions whose content was removed
 * @param failures what the next sweep has to try again
 */
public record SweepReport(long uploads, long versions, long failures) {}
