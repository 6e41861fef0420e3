/** What tests of every package share: one embedded PostgreSQL per JVM. */
@org.jspecify.annotations.NullMarked
package io.crossfade.testing;
