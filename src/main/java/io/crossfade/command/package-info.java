/** Commands that ask a running instance, over its actuator. They know no store and no aggregate. */
@NullMarked
package io.crossfade.command;

import org.jspecify.annotations.NullMarked;
