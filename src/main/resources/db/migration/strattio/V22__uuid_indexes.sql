-- Copying and verifying look apart for the rows whose id is a true UUID, of which there are few if any. Without these such a range
-- with an open end is looked for in the whole table; with them a row that embeds an ObjectId costs nothing. The lists of users and
-- organisations have an index that serves.
CREATE INDEX plans_uuids_idx ON plans (id) WHERE NOT crossfade.embeds_object_id(id);
CREATE INDEX sections_uuids_idx ON sections (id) WHERE NOT crossfade.embeds_object_id(id);
CREATE INDEX research_packs_uuids_idx ON research_packs (id) WHERE NOT crossfade.embeds_object_id(id);
CREATE INDEX financial_models_uuids_idx ON financial_models (id) WHERE NOT crossfade.embeds_object_id(id);
