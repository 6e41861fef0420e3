/**
 * The whole migration in a few minutes, for a look: there and back again through the actuator, under traffic, on embedded
 * databases, with proof at the end that no acknowledged write is missing.
 */
@NullMarked
package io.crossfade.embedded.tour;

import org.jspecify.annotations.NullMarked;
