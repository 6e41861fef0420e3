/** People who sign in, and what they chose. A user's plans go with the user. */
@NullMarked
package io.crossfade.strattio.user;

import org.jspecify.annotations.NullMarked;
