package io.crossfade.migration.verify;

/**
 * What became of a unit's shadow reads since the service started.
 *
 * @param equal both stores answered the same
 * @param different they answered differently, each time that was tried
 * @param failed one of them could not answer
 * @param dropped not made, because too many were waiting
 */
public record ShadowCounts(long equal, long different, long failed, long dropped) {}
