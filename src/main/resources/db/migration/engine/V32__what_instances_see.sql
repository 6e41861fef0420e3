-- What each instance sees of the source, told to those that do not see it; null: it has not said.
ALTER TABLE crossfade.instance
    ADD COLUMN source_answers BOOLEAN,
    ADD COLUMN source_since   TIMESTAMPTZ; -- when it began to answer; of one that is away, when it answered last

-- When the follower last told anything; what it said longer ago is no longer known.
ALTER TABLE crossfade.checkpoint ADD COLUMN told_at TIMESTAMPTZ;

-- When whoever copies last said why it goes slower; what was said long ago is no longer known.
ALTER TABLE crossfade.backfill ADD COLUMN slowed_at TIMESTAMPTZ;
