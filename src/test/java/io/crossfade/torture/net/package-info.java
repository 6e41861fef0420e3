/** TCP proxies that do to a connection what a network can do to it. They know no protocol but for what an {@link AnswerFilter} tells them. */
@NullMarked
package io.crossfade.torture.net;

import org.jspecify.annotations.NullMarked;
