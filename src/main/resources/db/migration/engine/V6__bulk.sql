-- How a backfill's chunks are cut, and how fast it may go.
ALTER TABLE crossfade.backfill
    ADD COLUMN chunk_bytes      BIGINT NOT NULL DEFAULT 16777216, -- of BSON, about
    ADD COLUMN rows_per_second  BIGINT,                           -- over all instances; null: no limit
    ADD COLUMN bytes_per_second BIGINT,
    ADD COLUMN paced_until      TIMESTAMPTZ,                      -- before it no instance begins another chunk
    ADD COLUMN slowed_by        TEXT,                             -- why it goes slower than it may
    ADD COLUMN preflight        JSONB;                            -- what was known before the first chunk

-- The refused document as it came, sealed with the operator's key; null unless there is one.
ALTER TABLE crossfade.quarantine ADD COLUMN document BYTEA;
