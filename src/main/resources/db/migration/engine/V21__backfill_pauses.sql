-- How long a backfill stood still, which says nothing about how long it will take.
ALTER TABLE crossfade.backfill
    ADD COLUMN paused_at      TIMESTAMPTZ,                          -- while it is paused
    ADD COLUMN paused_seconds DOUBLE PRECISION NOT NULL DEFAULT 0;  -- in the pauses before
