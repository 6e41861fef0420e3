-- One run of the backfill per unit; a new run replaces the old one's chunks.
CREATE TABLE crossfade.backfill (
    unit        TEXT PRIMARY KEY,
    run         BIGINT      NOT NULL DEFAULT 1,
    state       TEXT        NOT NULL CHECK (state IN ('running', 'paused', 'cancelled', 'complete', 'void')),
    planned     BOOLEAN     NOT NULL DEFAULT false, -- the chunks are those of this run
    chunk_size  INT         NOT NULL,
    started_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    finished_at TIMESTAMPTZ
);

-- A range of _ids in BSON order, lower bound included, upper bound not; null is an open end. Bounds are canonical
-- Extended JSON. The first and last chunk have open ends, so together they cover every _id there can be.
CREATE TABLE crossfade.backfill_chunk (
    unit        TEXT             NOT NULL,
    number      INT              NOT NULL,
    lower_bound TEXT,
    upper_bound TEXT,
    state       TEXT             NOT NULL DEFAULT 'todo' CHECK (state IN ('todo', 'merged', 'done')),
    note        BIGINT,                              -- last touched number drawn before the chunk was read
    rows        BIGINT           NOT NULL DEFAULT 0, -- documents read
    by_key      BIGINT           NOT NULL DEFAULT 0, -- documents left to a sync by key
    attempts    INT              NOT NULL DEFAULT 0, -- merges that failed
    bytes       BIGINT           NOT NULL DEFAULT 0,
    seconds     DOUBLE PRECISION NOT NULL DEFAULT 0,
    error       TEXT,                                -- code of the last failure, never a message
    PRIMARY KEY (unit, number),
    CHECK (state <> 'merged' OR note IS NOT NULL)
);
CREATE INDEX ON crossfade.backfill_chunk (unit, number) WHERE state <> 'done';
