package io.crossfade.migration.control;

/**
 * Work that holds connections for long, and how many at one time.
 *
 * @param setting which setting that follows from
 */
public record BulkWork(String name, String setting, int connections) {}
