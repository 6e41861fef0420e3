-- Who may act alone for a while, by this server's clock. Nothing that must be right rests on a lease: two holders at once are harmless.
CREATE TABLE crossfade.lease (
    name   TEXT PRIMARY KEY,
    holder TEXT        NOT NULL,
    until  TIMESTAMPTZ NOT NULL
);

-- The instances that may replicate to the source. One registers before its first such sync, and each sync looks that it still is.
CREATE TABLE crossfade.instance (
    id         TEXT PRIMARY KEY,
    address    TEXT        NOT NULL,
    version    TEXT        NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    beat       BIGINT      NOT NULL DEFAULT 0, -- grows while it lives; others judge by their own clocks how long it has not
    beat_at    TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);

-- "None of my replica writes to this unit is running or of unknown end", said while its row stood drained at that epoch.
CREATE TABLE crossfade.quiet (
    instance TEXT   NOT NULL REFERENCES crossfade.instance ON DELETE CASCADE,
    unit     TEXT   NOT NULL,
    epoch    BIGINT NOT NULL,
    PRIMARY KEY (instance, unit)
);

-- Marks that a follower has reached for another instance that waits for them.
CREATE TABLE crossfade.mark (
    mark       TEXT PRIMARY KEY,
    reached_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);

-- What the follower tells those instances that do not follow.
ALTER TABLE crossfade.checkpoint ADD COLUMN caught_up_at TIMESTAMPTZ, ADD COLUMN problem TEXT;

-- A unit that is replicated by its feeds alone, never within a request.
ALTER TABLE crossfade.unit ADD COLUMN feed_only BOOLEAN NOT NULL DEFAULT false;
