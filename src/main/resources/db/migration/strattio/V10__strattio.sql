-- Strattio's tables. Times are in milliseconds and `unmapped` takes what no column takes, so that a row can equal its
-- document. Constraints that legal writes may pass through in any order are deferrable.

CREATE TABLE users (
    id                UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    email             VARCHAR(255) NOT NULL CONSTRAINT users_email_key UNIQUE DEFERRABLE INITIALLY IMMEDIATE,
    password_hash     VARCHAR(255) NOT NULL,
    name              VARCHAR(255),
    role              TEXT DEFAULT 'user'
        CONSTRAINT users_role_check CHECK (role IN ('user', 'consultant', 'admin')),
    subscription_tier TEXT DEFAULT 'free'
        CONSTRAINT users_subscription_tier_check CHECK (subscription_tier IN ('free', 'starter', 'professional', 'enterprise')),
    created_at        TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    updated_at        TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    settings          JSONB DEFAULT '{}',
    metadata          JSONB DEFAULT '{}',
    unmapped          JSONB
);
CREATE INDEX users_email_idx ON users (email);
CREATE INDEX users_created_at_idx ON users (created_at DESC);

CREATE TABLE organisations (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    name       VARCHAR(255) NOT NULL,
    settings   JSONB DEFAULT '{}',
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    unmapped   JSONB
);

CREATE TABLE plans (
    id                  UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id             UUID NOT NULL CONSTRAINT plans_user_id_fkey
        REFERENCES users ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE,
    organisation_id     UUID CONSTRAINT plans_organisation_id_fkey
        REFERENCES organisations ON DELETE SET NULL DEFERRABLE INITIALLY IMMEDIATE,
    name                VARCHAR(255) NOT NULL,
    status              TEXT DEFAULT 'draft'
        CONSTRAINT plans_status_check CHECK (status IN ('draft', 'generating', 'complete', 'failed', 'archived')),
    plan_purpose        TEXT DEFAULT 'generic'
        CONSTRAINT plans_plan_purpose_check
            CHECK (plan_purpose IN ('generic', 'loan', 'visa_startup', 'visa_innovator', 'investor')),
    intake_data         JSONB NOT NULL,
    generation_metadata JSONB,
    error               TEXT,
    created_at          TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    updated_at          TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    completed_at        TIMESTAMPTZ(3),
    unmapped            JSONB
);
CREATE INDEX plans_user_id_created_at_idx ON plans (user_id, created_at DESC);
CREATE INDEX plans_status_idx ON plans (status);
CREATE INDEX plans_organisation_id_idx ON plans (organisation_id); -- for ON DELETE SET NULL

CREATE TABLE sections (
    id                  UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    plan_id             UUID NOT NULL CONSTRAINT sections_plan_id_fkey
        REFERENCES plans ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE,
    section_type        VARCHAR(100) NOT NULL,
    title               VARCHAR(255) NOT NULL,
    content             TEXT NOT NULL,
    word_count          INT DEFAULT 0,
    order_index         INT NOT NULL,
    ai_generated        BOOLEAN DEFAULT true,
    edited_by_user      BOOLEAN DEFAULT false,
    generation_metadata JSONB,
    data_citations      JSONB DEFAULT '[]',
    created_at          TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    updated_at          TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    unmapped            JSONB,
    CONSTRAINT sections_plan_id_order_index_key UNIQUE (plan_id, order_index) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX sections_plan_id_order_index_idx ON sections (plan_id, order_index);
CREATE INDEX sections_section_type_idx ON sections (section_type);

CREATE TABLE research_packs (
    id            UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    plan_id       UUID NOT NULL CONSTRAINT research_packs_plan_id_fkey
        REFERENCES plans ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE,
    version       INT DEFAULT 1,
    status        VARCHAR(50) DEFAULT 'pending',
    data          JSONB NOT NULL,
    quality_score INT CONSTRAINT research_packs_quality_score_check CHECK (quality_score BETWEEN 0 AND 100),
    data_sources  TEXT[],
    missing_data  JSONB DEFAULT '[]',
    retrieved_at  TIMESTAMPTZ(3),
    expires_at    TIMESTAMPTZ(3),
    unmapped      JSONB,
    CONSTRAINT research_packs_plan_id_version_key UNIQUE (plan_id, version) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX research_packs_plan_id_idx ON research_packs (plan_id);
CREATE INDEX research_packs_retrieved_at_idx ON research_packs (retrieved_at DESC);

CREATE TABLE financial_models (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    plan_id    UUID NOT NULL CONSTRAINT financial_models_plan_id_fkey
        REFERENCES plans ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE,
    version    INT DEFAULT 1,
    data       JSONB NOT NULL,
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    unmapped   JSONB,
    CONSTRAINT financial_models_plan_id_version_key UNIQUE (plan_id, version) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX financial_models_plan_id_idx ON financial_models (plan_id);

CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION crossfade.touch_updated_at();
CREATE TRIGGER organisations_touch BEFORE UPDATE ON organisations FOR EACH ROW EXECUTE FUNCTION crossfade.touch_updated_at();
CREATE TRIGGER plans_touch BEFORE UPDATE ON plans FOR EACH ROW EXECUTE FUNCTION crossfade.touch_updated_at();
CREATE TRIGGER sections_touch BEFORE UPDATE ON sections FOR EACH ROW EXECUTE FUNCTION crossfade.touch_updated_at();
CREATE TRIGGER financial_models_touch BEFORE UPDATE ON financial_models FOR EACH ROW EXECUTE FUNCTION crossfade.touch_updated_at();

CREATE TRIGGER users_capture AFTER INSERT OR UPDATE OR DELETE ON users
    FOR EACH ROW EXECUTE FUNCTION crossfade.capture('users');
CREATE TRIGGER organisations_capture AFTER INSERT OR UPDATE OR DELETE ON organisations
    FOR EACH ROW EXECUTE FUNCTION crossfade.capture('organisations');
CREATE TRIGGER plans_capture AFTER INSERT OR UPDATE OR DELETE ON plans
    FOR EACH ROW EXECUTE FUNCTION crossfade.capture('plans');
CREATE TRIGGER sections_capture AFTER INSERT OR UPDATE OR DELETE ON sections
    FOR EACH ROW EXECUTE FUNCTION crossfade.capture('sections');
CREATE TRIGGER research_packs_capture AFTER INSERT OR UPDATE OR DELETE ON research_packs
    FOR EACH ROW EXECUTE FUNCTION crossfade.capture('research_packs');
CREATE TRIGGER financial_models_capture AFTER INSERT OR UPDATE OR DELETE ON financial_models
    FOR EACH ROW EXECUTE FUNCTION crossfade.capture('financial_models');

-- Lists in the order of ids: UUIDs first, then embedded ObjectIds, as MongoDB orders its two types.
CREATE INDEX users_list_idx ON users (crossfade.embeds_object_id(id), id);
CREATE INDEX organisations_list_idx ON organisations (crossfade.embeds_object_id(id), id);
