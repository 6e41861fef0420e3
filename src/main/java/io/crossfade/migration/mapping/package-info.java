/**
 * Documents and rows: each BSON document either becomes exactly one row, or is refused with a reason; nothing is
 * dropped, cut or guessed. Every path that copies or compares data goes through here, in both directions, so that
 * the two stores can be equal at all.
 */
@NullMarked
package io.crossfade.migration.mapping;

import org.jspecify.annotations.NullMarked;
