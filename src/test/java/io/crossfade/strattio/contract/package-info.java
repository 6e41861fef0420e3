/**
 * One contract suite per repository interface, and one small subclass of it per implementation: what a suite says holds
 * for MongoDB, for PostgreSQL, and for both together in each phase.
 */
package io.crossfade.strattio.contract;
