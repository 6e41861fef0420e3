/**
 * The change feeds, the backstop of replication: they name every key that changed at the authority, also by another hand or
 * before a crash, and a follower syncs each of them by key. A position is saved after the work that it names; nothing is
 * ever skipped.
 */
@NullMarked
package io.crossfade.migration.feed;

import org.jspecify.annotations.NullMarked;
