/** Commands as they run in a shell. */
@org.jspecify.annotations.NullMarked
package io.crossfade.command;
