-- What is being moved now, each under its lease: a unit, or * for a request that is about all of them. One that stands here
-- without its lease was left by its instance.
CREATE TABLE crossfade.moving (
    unit    TEXT PRIMARY KEY,
    attempt UUID        NOT NULL,                            -- the audit's
    step    TEXT        NOT NULL,
    since   TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()   -- the step's
);
