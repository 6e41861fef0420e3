/**
 * Which store decides, and how that changes: phases, moves and their gates, the fence of each store, the audit. Every other
 * part of the engine depends on this one; what a move needs of them (gates, barriers, replication) they bring as
 * implementations of the interfaces here.
 */
@NullMarked
package io.crossfade.migration.control;

import org.jspecify.annotations.NullMarked;
