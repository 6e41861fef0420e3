/**
 * Sync by key: under the key's lock, read the key's state from the authority and make the other store equal. Idempotent and
 * free of order, so it serves a live write, a feed event, a repair and a re-drive alike; nothing else writes to a replica
 * but the backfill. What cannot be stored is set aside in the quarantine with its reason.
 */
@NullMarked
package io.crossfade.migration.sync;

import org.jspecify.annotations.NullMarked;
