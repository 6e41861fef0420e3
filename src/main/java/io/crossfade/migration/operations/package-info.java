/**
 * What an operator sees and does: actuator endpoints to look at, move, copy, verify and repair each unit, the metrics and
 * the rights to use them. Decisions are made by the engine's other parts; here they are only asked and answered.
 */
@NullMarked
package io.crossfade.migration.operations;

import org.jspecify.annotations.NullMarked;
