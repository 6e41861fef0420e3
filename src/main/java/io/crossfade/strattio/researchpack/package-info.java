/** What was found out for a plan, by version, where from, how good, and what is missing. */
@NullMarked
package io.crossfade.strattio.researchpack;

import org.jspecify.annotations.NullMarked;
