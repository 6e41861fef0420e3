/**
 * Crossfade: moves a live service from one database to another. {@code migration} is the engine, {@code strattio} the
 * service that is being moved, {@code embedded} what a developer needs to run both on a bare machine.
 */
@NullMarked
package io.crossfade;

import org.jspecify.annotations.NullMarked;
