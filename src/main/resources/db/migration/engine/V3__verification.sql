CREATE TABLE crossfade.verification (
    run         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit        TEXT        NOT NULL,
    repairing   BOOLEAN     NOT NULL,
    authority   TEXT        NOT NULL CHECK (authority IN ('source', 'target')),
    state       TEXT        NOT NULL DEFAULT 'running'
                CHECK (state IN ('running', 'paused', 'cancelled', 'interrupted', 'failed', 'finished')),
    started_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    finished_at TIMESTAMPTZ,
    pass        TEXT,                          -- where it stands: the part of the id order,
    last_id     TEXT,                          -- and the last id compared in it, as canonical Extended JSON
    compared    BIGINT      NOT NULL DEFAULT 0,
    different   BIGINT      NOT NULL DEFAULT 0,
    missing     BIGINT      NOT NULL DEFAULT 0,
    extra       BIGINT      NOT NULL DEFAULT 0,
    unmappable  BIGINT      NOT NULL DEFAULT 0,
    quarantined BIGINT      NOT NULL DEFAULT 0,
    repaired    BIGINT      NOT NULL DEFAULT 0,
    error       TEXT                           -- code of the failure, never a message
);
CREATE INDEX ON crossfade.verification (unit, run DESC);
CREATE UNIQUE INDEX one_verification_at_a_time ON crossfade.verification (unit) WHERE state = 'running';

-- Differences that were confirmed under the key's lock. Names of columns, never values.
CREATE TABLE crossfade.verification_finding (
    run      BIGINT  NOT NULL REFERENCES crossfade.verification ON DELETE CASCADE,
    key      TEXT    NOT NULL,
    unit     TEXT    NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('different', 'missing', 'extra', 'unmappable')),
    columns  TEXT[]  NOT NULL DEFAULT '{}',
    repaired BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY (run, key)
);
