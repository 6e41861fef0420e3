package io.crossfade.migration.verify;

/**
 * The right to carry a run on. Each time a run begins or goes on its number grows, and whoever has an older one writes nothing
 * any more: its instance was silent for too long, or the run was paused and resumed.
 */
record Term(String unit, long run, int number) {}
