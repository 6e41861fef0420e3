/**
 * Strattio, the service that is being moved: business plans with their sections, research and figures. Each aggregate
 * has its own package; each depends only on the aggregates that its table references.
 */
@NullMarked
package io.crossfade.strattio;

import org.jspecify.annotations.NullMarked;
