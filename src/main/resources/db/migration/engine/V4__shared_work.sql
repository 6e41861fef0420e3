-- Bulk work that several instances share.

-- Until then no instance begins another chunk, so that a move gets the unit's lock, which every merge shares.
ALTER TABLE crossfade.backfill ADD COLUMN held_until TIMESTAMPTZ;

-- Each time a run begins or goes on its term grows, and only the present term's holder may write to it. One that is still
-- marked as running and was not heard of until then was interrupted.
ALTER TABLE crossfade.verification
    ADD COLUMN term        INT         NOT NULL DEFAULT 1,
    ADD COLUMN alive_until TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp();

-- By digest, for an _id may be longer than an index entry.
ALTER TABLE crossfade.verification_finding DROP CONSTRAINT verification_finding_pkey;
CREATE UNIQUE INDEX ON crossfade.verification_finding (run, md5(key));
