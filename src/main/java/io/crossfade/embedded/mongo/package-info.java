/**
 * A MongoDB replica set of one member that runs inside this process and keeps its data in memory, for a first look and
 * for tests. It speaks the wire protocol and follows MongoDB's documented behaviour where this product relies on it:
 * change streams, index bounds, unique indexes, retryable writes. What it does not support it refuses; faults can be
 * injected while it runs.
 */
@NullMarked
package io.crossfade.embedded.mongo;

import org.jspecify.annotations.NullMarked;
