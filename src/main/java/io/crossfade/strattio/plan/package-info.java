/** Business plans: what a user asked for and how far it is. A plan's sections, research and models go with it. */
@NullMarked
package io.crossfade.strattio.plan;

import org.jspecify.annotations.NullMarked;
