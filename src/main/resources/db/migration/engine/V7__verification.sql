-- A run's parts, which its workers share. Each goes on behind the last id that was compared in it.
CREATE TABLE crossfade.verification_range (
    run         BIGINT  NOT NULL REFERENCES crossfade.verification ON DELETE CASCADE,
    number      INT     NOT NULL,
    pass        TEXT    NOT NULL,               -- the part of the id order that it lies in
    lower_bound TEXT,                           -- least _id in it, as canonical Extended JSON; null: the pass's
    upper_bound TEXT,                           -- least _id no longer in it; null: the pass's
    last_id     TEXT,                           -- the last that was compared; null: none
    done        BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY (run, number)
);

-- What a run rests on: by which mapping it compares, and where the feed that keeps its result true stood when it began.
ALTER TABLE crossfade.verification
    ADD COLUMN scheduled     BOOLEAN NOT NULL DEFAULT false, -- begun by itself
    ADD COLUMN mapping       TEXT,                           -- digest; null: begun by a version that kept none
    ADD COLUMN feed_position TEXT,                           -- the change stream's, or the outbox's; null: there was none
    ADD COLUMN slowed_by     TEXT;                           -- why it goes slower than it may

-- How fast a unit's verifications may go; without a row as fast as they can.
CREATE TABLE crossfade.verification_limit (
    unit            TEXT   PRIMARY KEY,
    rows_per_second BIGINT NOT NULL CHECK (rows_per_second > 0)
);
