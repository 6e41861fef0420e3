/**
 * What all of Strattio's controllers share: sign-in and rights, problems as RFC 9457 has them, pages by key and partial
 * changes. It knows no aggregate and no store.
 */
@NullMarked
package io.crossfade.strattio.web;

import org.jspecify.annotations.NullMarked;
