/**
 * Finds out whether both stores say the same. A verification walks through both in id order and counts a difference only
 * after it was seen again under the key's lock; shadow reads repeat a sample of the service's own reads at the store that does
 * not serve them. Reports name units, keys and columns, never values.
 */
@NullMarked
package io.crossfade.migration.verify;

import org.jspecify.annotations.NullMarked;
