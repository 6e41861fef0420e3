/**
 * Data for a first look: documents as years of a live MongoDB leave them, generated from a seed. Each is irregular in
 * some way and each can cross: a migration of the sample quarantines nothing.
 */
@NullMarked
package io.crossfade.embedded.sample;

import org.jspecify.annotations.NullMarked;
