package io.crossfade.migration.backfill;

/**
 * Where a chunk ends: at whichever comes first.
 *
 * @param documents most of them in one chunk
 * @param bytes most of their BSON in one chunk, but for a document that is larger alone
 */
record ChunkSize(int documents, long bytes) {}
