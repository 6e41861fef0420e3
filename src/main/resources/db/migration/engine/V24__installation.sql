-- Which installation this PostgreSQL belongs to, and with which MongoDB it is paired. MongoDB holds the same mark.
CREATE TABLE crossfade.installation (
    only_one     BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_one),
    id           UUID        NOT NULL,
    source_place TEXT        NOT NULL, -- names the MongoDB that was paired, whatever its address
    target_place TEXT        NOT NULL, -- names this database: a copy on another server has another one
    confirmed    BOOLEAN     NOT NULL DEFAULT false, -- MongoDB holds the mark too
    made_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    made_by      TEXT        NOT NULL
);
