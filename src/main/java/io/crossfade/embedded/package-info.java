/**
 * Databases inside the program, for a first look and for tests: PostgreSQL 18 and a MongoDB stand-in, started together and
 * only when neither real database is configured. An embedded database never starts beside a real one.
 */
@NullMarked
package io.crossfade.embedded;

import org.jspecify.annotations.NullMarked;
