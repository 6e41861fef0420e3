/**
 * Holds a history against what the service promises. Knows nothing of how it keeps the promises: it looks at requests,
 * answers and times alone.
 */
@NullMarked
package io.crossfade.torture.check;

import org.jspecify.annotations.NullMarked;
