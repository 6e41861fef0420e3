/**
 * Measures on one machine in one run, and says everything as a ratio to something that was measured in the same run: the copy to
 * what MongoDB hands out and PostgreSQL takes in, a phase's requests to those of each store alone, the router to another.
 */
@NullMarked
package io.crossfade.benchmark;

import org.jspecify.annotations.NullMarked;
