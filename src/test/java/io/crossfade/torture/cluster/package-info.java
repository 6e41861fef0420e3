/** Instances of the service as processes, their databases, the network between them, and the faults that can be done to each. */
@NullMarked
package io.crossfade.torture.cluster;

import org.jspecify.annotations.NullMarked;
