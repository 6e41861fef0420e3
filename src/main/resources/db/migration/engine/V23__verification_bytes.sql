-- A verification may be limited in bytes of documents too.
ALTER TABLE crossfade.verification_limit ALTER COLUMN rows_per_second DROP NOT NULL;
ALTER TABLE crossfade.verification_limit ADD COLUMN bytes_per_second BIGINT CHECK (bytes_per_second > 0);
