/**
 * Requests to all instances at once, and what each of them came to: a history with real start and end times, which
 * {@code check} holds against what the service promises.
 */
@NullMarked
package io.crossfade.torture.load;

import org.jspecify.annotations.NullMarked;
