/** The figures of a plan, by version. */
@NullMarked
package io.crossfade.strattio.financialmodel;

import org.jspecify.annotations.NullMarked;
