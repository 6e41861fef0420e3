/**
 * What all aggregates speak in: ids, JSON values, pages, patches and failures. A value that exists here can be kept by
 * either store, and reads the same from both.
 */
@NullMarked
package io.crossfade.strattio.common;

import org.jspecify.annotations.NullMarked;
