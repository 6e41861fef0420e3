-- The engine's own state. Everything that must be right while a store is lost lives in the store it protects;
-- this is PostgreSQL's part.
CREATE SCHEMA crossfade;

-- A unit's fence row: every flip is a compare-and-set on epoch under the unit's exclusive advisory lock.
CREATE TABLE crossfade.unit (
    name         TEXT PRIMARY KEY,
    number       INT GENERATED ALWAYS AS IDENTITY UNIQUE, -- names the unit's advisory locks
    epoch        BIGINT      NOT NULL DEFAULT 1,
    state        TEXT        NOT NULL DEFAULT 'closed' CHECK (state IN ('closed', 'open', 'draining', 'drained')),
    recording    BOOLEAN     NOT NULL DEFAULT false,      -- syncs write down the keys they touch
    capturing    BOOLEAN     NOT NULL DEFAULT false,      -- the outbox triggers write down changed rows
    phase        TEXT        NOT NULL DEFAULT 'source',
    percent      INT         NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    changed_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    changed_by   TEXT        NOT NULL DEFAULT 'installation',
    reason       TEXT        NOT NULL DEFAULT 'first start',
    retain_until TIMESTAMPTZ                              -- before it, the source's data must not be dropped
);

CREATE TABLE crossfade.audit (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         TIMESTAMPTZ NOT NULL DEFAULT now(),
    unit       TEXT        NOT NULL,
    action     TEXT        NOT NULL, -- move, percent, refused, undone, backfill, verification, quarantine
    from_phase TEXT,
    to_phase   TEXT,
    percent    INT,
    epoch      BIGINT,
    actor      TEXT        NOT NULL,
    reason     TEXT,
    outcome    TEXT        NOT NULL, -- done, refused, failed, undone
    detail     JSONB       NOT NULL DEFAULT '{}'
);
CREATE INDEX ON crossfade.audit (unit, id DESC);

-- Keys changed in PostgreSQL by anything but a sync. Entries are deleted by the sync that made the other store equal.
CREATE TABLE crossfade.outbox (
    seq  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit TEXT        NOT NULL,
    key  UUID        NOT NULL,
    at   TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON crossfade.outbox (unit, key);

-- Keys that syncs touched while a backfill recorded. Written first in the sync's transaction, which so gets its id.
CREATE TABLE crossfade.touched (
    seq  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit TEXT NOT NULL,
    key  TEXT NOT NULL
);
CREATE INDEX ON crossfade.touched (unit, seq);

-- The change stream's position, saved after the work that it names was committed.
CREATE TABLE crossfade.checkpoint (
    unit        TEXT PRIMARY KEY,
    token       TEXT        NOT NULL, -- the resume token as Extended JSON
    saved_at    TIMESTAMPTZ NOT NULL,
    lost_at     TIMESTAMPTZ,          -- history was lost then; a repairing verification begun later clears it
    lost_reason TEXT
);

-- What could not be moved, with its reason. Never holds a value.
CREATE TABLE crossfade.quarantine (
    unit        TEXT        NOT NULL,
    key         TEXT        NOT NULL,
    reason      TEXT        NOT NULL,
    column_name TEXT,
    detail      TEXT,
    first_seen  TIMESTAMPTZ NOT NULL DEFAULT now(),
    last_seen   TIMESTAMPTZ NOT NULL DEFAULT now(),
    attempts    INT         NOT NULL DEFAULT 1
);
-- By digest, for an _id may be longer than an index entry.
CREATE UNIQUE INDEX ON crossfade.quarantine (unit, md5(key));
CREATE INDEX ON crossfade.quarantine USING hash (key);

-- Names a row changed by anything but a sync of its unit. A sync names its unit in crossfade.replicating, so what a foreign
-- key changes in another unit's rows while it runs is none of its own and is written down as well. TG_ARGV[0]: the unit.
CREATE FUNCTION crossfade.capture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('crossfade.replicating', true) = TG_ARGV[0] THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT FROM crossfade.unit WHERE name = TG_ARGV[0] AND capturing) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.id IS DISTINCT FROM OLD.id THEN
        INSERT INTO crossfade.outbox (unit, key) VALUES (TG_ARGV[0], OLD.id), (TG_ARGV[0], NEW.id);
    ELSE
        INSERT INTO crossfade.outbox (unit, key) VALUES (TG_ARGV[0], CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);
    END IF;
    RETURN NULL;
END $$;

-- For updated_at: a statement that does not set it gets the present time; what a sync writes is left alone.
CREATE FUNCTION crossfade.touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('crossfade.replicating', true), '') <> '' THEN
        RETURN NEW;
    END IF;
    IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
        NEW.updated_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

-- Whether a UUID holds an embedded ObjectId: version 8, RFC variant, the low 26 bits zero.
CREATE FUNCTION crossfade.embeds_object_id(id UUID) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT get_byte(b, 6) >> 4 = 8 AND get_byte(b, 8) >> 6 = 2
       AND get_byte(b, 12) & 3 = 0 AND get_byte(b, 13) = 0 AND get_byte(b, 14) = 0 AND get_byte(b, 15) = 0
    FROM uuid_send(id) AS b
$$;
