/**
 * Kills the service and stops its databases in every phase of the migration, under traffic, and then looks for each write
 * that was acknowledged.
 */
@NullMarked
package io.crossfade.endurance;

import org.jspecify.annotations.NullMarked;
