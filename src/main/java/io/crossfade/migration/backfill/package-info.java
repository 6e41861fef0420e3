/**
 * Copies what stood in the source before replication began, in ranges of {@code _id}, while writes go on. A range is copied
 * as it was read and then set right key by key for whatever was written meanwhile; only after that does it count as done. All
 * progress lies in PostgreSQL, so whoever comes after a crash goes on from there.
 */
@NullMarked
package io.crossfade.migration.backfill;

import org.jspecify.annotations.NullMarked;
