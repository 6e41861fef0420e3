/**
 * A customer of the service: reads and writes over HTTP, and a ledger of what was acknowledged. Whatever the service is
 * put through meanwhile, the ledger says in the end what must be there.
 */
@NullMarked
package io.crossfade.embedded.sample.traffic;

import org.jspecify.annotations.NullMarked;
