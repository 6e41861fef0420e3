/** Organisations that plans may belong to. A plan outlives its organisation, and then belongs to none. */
@NullMarked
package io.crossfade.strattio.organisation;

import org.jspecify.annotations.NullMarked;
