package io.crossfade.migration.control;

import java.time.Instant;

/**
 * This process among those that serve.
 *
 * @param id of this start of the process; never used again
 * @param address where people find it
 */
public record Instance(String id, String address, String version, Instant startedAt) {}
