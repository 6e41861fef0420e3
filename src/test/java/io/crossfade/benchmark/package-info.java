/**
 * Measures the bulk side on one machine in one run, and says everything as a ratio to a limit that was measured in the same run:
 * what MongoDB hands out, what PostgreSQL takes in, what a walk over the bytes costs.
 */
@NullMarked
package io.crossfade.benchmark;

import org.jspecify.annotations.NullMarked;
