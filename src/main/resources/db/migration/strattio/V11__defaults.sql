-- A column with a default holds a value: the mapping gives a missing field the default, so a NULL would differ from its
-- document for ever. A NULL meant the default already: neither the outbox nor updated_at is told that it is written out.

SELECT set_config('crossfade.replicating', 'users', true);
UPDATE users
SET role = coalesce(role, 'user'),
    subscription_tier = coalesce(subscription_tier, 'free'),
    settings = coalesce(settings, '{}'),
    metadata = coalesce(metadata, '{}')
WHERE role IS NULL OR subscription_tier IS NULL OR settings IS NULL OR metadata IS NULL;
ALTER TABLE users
    ALTER role SET NOT NULL,
    ALTER subscription_tier SET NOT NULL,
    ALTER settings SET NOT NULL,
    ALTER metadata SET NOT NULL;

SELECT set_config('crossfade.replicating', 'organisations', true);
UPDATE organisations SET settings = DEFAULT WHERE settings IS NULL;
ALTER TABLE organisations ALTER settings SET NOT NULL;

SELECT set_config('crossfade.replicating', 'plans', true);
UPDATE plans
SET status = coalesce(status, 'draft'),
    plan_purpose = coalesce(plan_purpose, 'generic')
WHERE status IS NULL OR plan_purpose IS NULL;
ALTER TABLE plans
    ALTER status SET NOT NULL,
    ALTER plan_purpose SET NOT NULL;

SELECT set_config('crossfade.replicating', 'sections', true);
UPDATE sections
SET word_count = coalesce(word_count, 0),
    ai_generated = coalesce(ai_generated, true),
    edited_by_user = coalesce(edited_by_user, false),
    data_citations = coalesce(data_citations, '[]')
WHERE word_count IS NULL OR ai_generated IS NULL OR edited_by_user IS NULL OR data_citations IS NULL;
ALTER TABLE sections
    ALTER word_count SET NOT NULL,
    ALTER ai_generated SET NOT NULL,
    ALTER edited_by_user SET NOT NULL,
    ALTER data_citations SET NOT NULL;

SELECT set_config('crossfade.replicating', 'research_packs', true);
UPDATE research_packs
SET version = coalesce(version, 1),
    status = coalesce(status, 'pending'),
    missing_data = coalesce(missing_data, '[]')
WHERE version IS NULL OR status IS NULL OR missing_data IS NULL;
ALTER TABLE research_packs
    ALTER version SET NOT NULL,
    ALTER status SET NOT NULL,
    ALTER missing_data SET NOT NULL;

SELECT set_config('crossfade.replicating', 'financial_models', true);
UPDATE financial_models SET version = DEFAULT WHERE version IS NULL;
ALTER TABLE financial_models ALTER version SET NOT NULL;
