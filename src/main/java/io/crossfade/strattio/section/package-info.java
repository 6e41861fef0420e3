/** The sections of a plan, each at its own place; no two of a plan ever share one. */
@NullMarked
package io.crossfade.strattio.section;

import org.jspecify.annotations.NullMarked;
