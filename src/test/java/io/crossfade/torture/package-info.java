/**
 * The torture program: several instances behind a network that fails, faults and moves all the time, and a history of requests
 * that is held against what the service promises.
 */
@NullMarked
package io.crossfade.torture;

import org.jspecify.annotations.NullMarked;
