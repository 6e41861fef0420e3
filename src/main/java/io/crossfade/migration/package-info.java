/**
 * What a service uses to move its collections: it declares a {@link io.crossfade.migration.UnitMapping} per unit and asks
 * the {@link io.crossfade.migration.Router} at every read and write. Nothing here knows which two stores there are.
 */
@NullMarked
package io.crossfade.migration;

import org.jspecify.annotations.NullMarked;
