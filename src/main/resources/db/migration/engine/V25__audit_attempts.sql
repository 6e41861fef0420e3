-- What somebody asked for and what came of it are two entries with one id; the first is written before anything is done.
ALTER TABLE crossfade.audit
    ADD COLUMN attempt  UUID, -- null: nobody asked, or a version wrote it that kept no ids
    ADD COLUMN address  TEXT, -- where the request came from
    ADD COLUMN instance TEXT; -- which one wrote the entry

-- At most one beginning and one outcome, whoever writes it: what has an outcome cannot happen any more.
CREATE UNIQUE INDEX ON crossfade.audit (attempt, unit, (outcome = 'begun'));

CREATE FUNCTION crossfade.only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries of %.% are only ever added', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON crossfade.audit
    FOR EACH STATEMENT EXECUTE FUNCTION crossfade.only_added();
ALTER TABLE crossfade.audit ENABLE ALWAYS TRIGGER only_added;
