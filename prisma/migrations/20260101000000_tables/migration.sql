-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "is_operator" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_sessions" (
    "user_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,

    CONSTRAINT "user_sessions_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "memberships" (
    "tenant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "team" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("tenant_id","user_id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "tenant_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "response_status" INTEGER NOT NULL,
    "response_body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("tenant_id","api_key_id","key")
);

-- CreateTable
CREATE TABLE "tenants" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "plan_start" DATE NOT NULL,
    "holidays" DATE[],
    "next_request_number" INTEGER NOT NULL DEFAULT 1,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "optimizer_configs" (
    "tenant_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" UUID,

    CONSTRAINT "optimizer_configs_pkey" PRIMARY KEY ("tenant_id","key")
);

-- CreateTable
CREATE TABLE "events_raw" (
    "tenant_id" UUID NOT NULL,
    "event_id" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "entity_type" TEXT,
    "entity_id" TEXT,
    "amount_usd" DECIMAL(18,2),
    "payload" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "events_raw_pkey" PRIMARY KEY ("tenant_id","event_id")
);

-- CreateTable
CREATE TABLE "revenue_events" (
    "tenant_id" UUID NOT NULL,
    "event_id" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "account_id" UUID,
    "opportunity_id" UUID,
    "campaign_id" UUID,
    "channel" TEXT,
    "segment" TEXT,
    "amount_usd" DECIMAL(18,2) NOT NULL,
    "payload" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "revenue_events_pkey" PRIMARY KEY ("tenant_id","event_id")
);

-- CreateTable
CREATE TABLE "metric_snapshots_daily" (
    "tenant_id" UUID NOT NULL,
    "date" DATE NOT NULL,
    "metric_id" TEXT NOT NULL,
    "dimension" TEXT NOT NULL DEFAULT '',
    "value" DECIMAL(24,6),
    "computed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "metric_snapshots_daily_pkey" PRIMARY KEY ("tenant_id","date","metric_id","dimension")
);

-- CreateTable
CREATE TABLE "spine_campaigns" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "segment" TEXT,
    "objective" TEXT,
    "evidence" TEXT NOT NULL DEFAULT 'proven',
    "budget_daily" DECIMAL(18,2) NOT NULL,
    "budget_total" DECIMAL(18,2),
    "bidding_strategy" TEXT,
    "start_date" DATE NOT NULL,
    "end_date" DATE,
    "config" JSONB NOT NULL DEFAULT '{}',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "spine_campaigns_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "spine_campaign_channels" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "campaign_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "budget_daily" DECIMAL(18,2) NOT NULL,
    "config" JSONB NOT NULL DEFAULT '{}',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "spine_campaign_channels_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "spine_accounts" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "segment" TEXT NOT NULL,
    "industry" TEXT,
    "status" TEXT NOT NULL,
    "owner_name" TEXT,
    "created_on" DATE NOT NULL,
    "churned_on" DATE,
    "employee_count" INTEGER,

    CONSTRAINT "spine_accounts_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "spine_opportunities" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "account_id" UUID,
    "campaign_id" UUID,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "segment" TEXT,
    "channel" TEXT,
    "amount_usd" DECIMAL(18,2),
    "owner_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "qualified_at" TIMESTAMPTZ(3),
    "expected_close_date" DATE,
    "closed_at" TIMESTAMPTZ(3),
    "is_won" BOOLEAN,

    CONSTRAINT "spine_opportunities_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "spine_crm_activities" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "opportunity_id" UUID,
    "account_id" UUID,
    "activity_type" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "owner_name" TEXT,
    "payload" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "spine_crm_activities_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "optimization_cycles" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "trigger_type" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "executed_at" TIMESTAMPTZ(3) NOT NULL,
    "input" JSONB NOT NULL,
    "output" JSONB NOT NULL,

    CONSTRAINT "optimization_cycles_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "optimization_actions" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "cycle_id" UUID NOT NULL,
    "action_key" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "owner_subsystem" TEXT NOT NULL,
    "action_type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "action" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "optimization_actions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "optimization_action_results" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "action_id" UUID NOT NULL,
    "metric_id" TEXT NOT NULL,
    "baseline_value" DECIMAL(24,6),
    "observed_value" DECIMAL(24,6),
    "delta" DECIMAL(24,6),
    "direction" TEXT,
    "confidence" DECIMAL(6,4),
    "details" JSONB NOT NULL DEFAULT '{}',
    "baseline_at" TIMESTAMPTZ(3) NOT NULL,
    "observed_at" TIMESTAMPTZ(3),

    CONSTRAINT "optimization_action_results_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "policy_bundles" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "version" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "artifacts" JSONB NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_at" TIMESTAMPTZ(3),

    CONSTRAINT "policy_bundles_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "evaluation_cycles" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "cadence" TEXT NOT NULL,
    "cycle_key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "month_index" INTEGER,
    "evaluated_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "certified_final" BOOLEAN NOT NULL DEFAULT false,
    "delivered_at" DATE,
    "outcome" TEXT NOT NULL,
    "reason_codes" TEXT[],
    "mode_before" TEXT,
    "mode_after" TEXT NOT NULL,
    "consecutive_pass_cycles" INTEGER NOT NULL,
    "policy_bundle_id" UUID NOT NULL,
    "kernel_version" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "report" JSONB NOT NULL,
    "evaluated_by" UUID,
    "reason" TEXT,

    CONSTRAINT "evaluation_cycles_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "trigger_evaluations" (
    "tenant_id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "trigger_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "value" DECIMAL(24,6),
    "unit" TEXT NOT NULL,
    "inputs_missing" TEXT[],
    "computed_values" JSONB NOT NULL,
    "carried_from" TEXT,

    CONSTRAINT "trigger_evaluations_pkey" PRIMARY KEY ("tenant_id","cycle_id","trigger_id")
);

-- CreateTable
CREATE TABLE "cycle_inputs" (
    "tenant_id" UUID NOT NULL,
    "cycle_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" JSONB,
    "unit" TEXT NOT NULL,
    "source_table" TEXT NOT NULL,
    "source_query" TEXT NOT NULL,
    "period_start" DATE,
    "period_end" DATE,
    "row_count" INTEGER NOT NULL,
    "override_id" UUID,
    "spine_value" JSONB,

    CONSTRAINT "cycle_inputs_pkey" PRIMARY KEY ("tenant_id","cycle_id","name")
);

-- CreateTable
CREATE TABLE "input_overrides" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "cadence" TEXT NOT NULL,
    "cycle_key" TEXT NOT NULL,
    "input_name" TEXT NOT NULL,
    "value" JSONB,
    "reason" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "input_overrides_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "mode_periods" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "mode" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by_cycle" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_cycle" UUID,

    CONSTRAINT "mode_periods_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "defensive_actions" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "mode_period_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "owner_id" UUID,
    "due_on" DATE,
    "done_at" TIMESTAMPTZ(3),
    "evidence" TEXT,

    CONSTRAINT "defensive_actions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "escalations" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "rule" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "trigger_ids" TEXT[],
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "raised_by_cycle" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "plan" TEXT,
    "plan_due_on" DATE,
    "acknowledged_by" UUID,
    "acknowledged_at" TIMESTAMPTZ(3),
    "resolved_by" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "resolution" TEXT,

    CONSTRAINT "escalations_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "requests" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "reference" TEXT NOT NULL,
    "gate_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "requested_by" UUID NOT NULL,
    "details" JSONB NOT NULL,
    "amount_usd" DECIMAL(18,2),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "submitted_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "last_decision_id" UUID,
    "final_decision_id" UUID,

    CONSTRAINT "requests_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "roi_cases" (
    "tenant_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "summary" TEXT NOT NULL,
    "expected_roi_low" DECIMAL(18,4) NOT NULL,
    "expected_roi_high" DECIMAL(18,4) NOT NULL,

    CONSTRAINT "roi_cases_pkey" PRIMARY KEY ("tenant_id","request_id")
);

-- CreateTable
CREATE TABLE "request_exceptions" (
    "tenant_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "exception_id" TEXT NOT NULL,

    CONSTRAINT "request_exceptions_pkey" PRIMARY KEY ("tenant_id","request_id","exception_id")
);

-- CreateTable
CREATE TABLE "exception_offsets" (
    "tenant_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "exception_id" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "amount_usd" DECIMAL(18,2) NOT NULL,

    CONSTRAINT "exception_offsets_pkey" PRIMARY KEY ("tenant_id","request_id","exception_id")
);

-- CreateTable
CREATE TABLE "signoffs" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "request_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "signed_by" UUID NOT NULL,
    "verdict" TEXT NOT NULL,
    "reason" TEXT,
    "saw_states" JSONB NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signoffs_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "request_comments" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "request_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "request_comments_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "gate_decisions" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "request_id" UUID,
    "request_ref" TEXT NOT NULL,
    "revision" INTEGER,
    "gate_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "reason_codes" TEXT[],
    "blocked_by" TEXT[],
    "missing" TEXT[],
    "report" JSONB NOT NULL,
    "states" JSONB NOT NULL,
    "mode" TEXT NOT NULL,
    "cycle_id" UUID,
    "policy_version" TEXT NOT NULL,
    "policy_hash" TEXT NOT NULL,
    "kernel_version" TEXT NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "log_seq" BIGINT NOT NULL,

    CONSTRAINT "gate_decisions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "decision_log_entries" (
    "tenant_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "request_ref" TEXT,
    "gate_id" TEXT,
    "outcome" TEXT,
    "reason_codes" TEXT[],
    "decision_id" UUID,
    "content" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "decision_log_entries_pkey" PRIMARY KEY ("tenant_id","seq")
);

-- CreateTable
CREATE TABLE "decision_log_terms" (
    "tenant_id" UUID NOT NULL,
    "term" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "decision_log_terms_pkey" PRIMARY KEY ("tenant_id","term","seq")
);

-- CreateTable
CREATE TABLE "decision_log_heads" (
    "tenant_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "decision_log_heads_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "rate_limits_expire_idx" ON "rate_limits"("expire");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_tenant_id_secret_hash_key" ON "api_keys"("tenant_id", "secret_hash");

-- CreateIndex
CREATE UNIQUE INDEX "tenants_slug_key" ON "tenants"("slug");

-- CreateIndex
CREATE INDEX "events_raw_tenant_id_event_type_occurred_at_idx" ON "events_raw"("tenant_id", "event_type", "occurred_at");

-- CreateIndex
CREATE INDEX "revenue_events_tenant_id_event_type_occurred_at_idx" ON "revenue_events"("tenant_id", "event_type", "occurred_at");

-- CreateIndex
CREATE INDEX "revenue_events_tenant_id_account_id_idx" ON "revenue_events"("tenant_id", "account_id");

-- CreateIndex
CREATE INDEX "metric_snapshots_daily_tenant_id_metric_id_dimension_date_idx" ON "metric_snapshots_daily"("tenant_id", "metric_id", "dimension", "date");

-- CreateIndex
CREATE UNIQUE INDEX "spine_campaign_channels_tenant_id_campaign_id_channel_key" ON "spine_campaign_channels"("tenant_id", "campaign_id", "channel");

-- CreateIndex
CREATE INDEX "spine_opportunities_tenant_id_created_at_idx" ON "spine_opportunities"("tenant_id", "created_at");

-- CreateIndex
CREATE INDEX "spine_opportunities_tenant_id_expected_close_date_idx" ON "spine_opportunities"("tenant_id", "expected_close_date");

-- CreateIndex
CREATE INDEX "spine_crm_activities_tenant_id_activity_type_occurred_at_idx" ON "spine_crm_activities"("tenant_id", "activity_type", "occurred_at");

-- CreateIndex
CREATE INDEX "optimization_cycles_tenant_id_executed_at_idx" ON "optimization_cycles"("tenant_id", "executed_at");

-- CreateIndex
CREATE INDEX "optimization_actions_tenant_id_cycle_id_idx" ON "optimization_actions"("tenant_id", "cycle_id");

-- CreateIndex
CREATE INDEX "optimization_actions_tenant_id_status_idx" ON "optimization_actions"("tenant_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "optimization_action_results_tenant_id_action_id_metric_id_key" ON "optimization_action_results"("tenant_id", "action_id", "metric_id");

-- CreateIndex
CREATE UNIQUE INDEX "policy_bundles_tenant_id_version_key" ON "policy_bundles"("tenant_id", "version");

-- CreateIndex
CREATE INDEX "evaluation_cycles_tenant_id_period_end_cadence_idx" ON "evaluation_cycles"("tenant_id", "period_end", "cadence");

-- CreateIndex
CREATE UNIQUE INDEX "evaluation_cycles_tenant_id_cadence_cycle_key_version_key" ON "evaluation_cycles"("tenant_id", "cadence", "cycle_key", "version");

-- CreateIndex
CREATE INDEX "trigger_evaluations_tenant_id_trigger_id_idx" ON "trigger_evaluations"("tenant_id", "trigger_id");

-- CreateIndex
CREATE INDEX "input_overrides_tenant_id_cadence_cycle_key_input_name_crea_idx" ON "input_overrides"("tenant_id", "cadence", "cycle_key", "input_name", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "defensive_actions_tenant_id_mode_period_id_position_key" ON "defensive_actions"("tenant_id", "mode_period_id", "position");

-- CreateIndex
CREATE INDEX "escalations_tenant_id_status_idx" ON "escalations"("tenant_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "escalations_tenant_id_rule_raised_by_cycle_key" ON "escalations"("tenant_id", "rule", "raised_by_cycle");

-- CreateIndex
CREATE INDEX "requests_tenant_id_status_updated_at_idx" ON "requests"("tenant_id", "status", "updated_at");

-- CreateIndex
CREATE INDEX "requests_tenant_id_requested_by_updated_at_idx" ON "requests"("tenant_id", "requested_by", "updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "requests_tenant_id_reference_key" ON "requests"("tenant_id", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "signoffs_tenant_id_request_id_revision_role_key" ON "signoffs"("tenant_id", "request_id", "revision", "role");

-- CreateIndex
CREATE UNIQUE INDEX "signoffs_tenant_id_request_id_revision_signed_by_key" ON "signoffs"("tenant_id", "request_id", "revision", "signed_by");

-- CreateIndex
CREATE INDEX "request_comments_tenant_id_request_id_created_at_idx" ON "request_comments"("tenant_id", "request_id", "created_at");

-- CreateIndex
CREATE INDEX "gate_decisions_tenant_id_request_id_decided_at_idx" ON "gate_decisions"("tenant_id", "request_id", "decided_at");

-- CreateIndex
CREATE UNIQUE INDEX "gate_decisions_tenant_id_log_seq_key" ON "gate_decisions"("tenant_id", "log_seq");

-- CreateIndex
CREATE INDEX "decision_log_entries_tenant_id_kind_seq_idx" ON "decision_log_entries"("tenant_id", "kind", "seq");

-- CreateIndex
CREATE INDEX "decision_log_entries_tenant_id_gate_id_seq_idx" ON "decision_log_entries"("tenant_id", "gate_id", "seq");

-- CreateIndex
CREATE INDEX "decision_log_entries_tenant_id_outcome_seq_idx" ON "decision_log_entries"("tenant_id", "outcome", "seq");

-- CreateIndex
CREATE INDEX "decision_log_entries_tenant_id_occurred_at_seq_idx" ON "decision_log_entries"("tenant_id", "occurred_at", "seq");

-- AddForeignKey
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_tenant_id_api_key_id_fkey" FOREIGN KEY ("tenant_id", "api_key_id") REFERENCES "api_keys"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "optimizer_configs" ADD CONSTRAINT "optimizer_configs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "events_raw" ADD CONSTRAINT "events_raw_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "revenue_events" ADD CONSTRAINT "revenue_events_tenant_id_account_id_fkey" FOREIGN KEY ("tenant_id", "account_id") REFERENCES "spine_accounts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "revenue_events" ADD CONSTRAINT "revenue_events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "metric_snapshots_daily" ADD CONSTRAINT "metric_snapshots_daily_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "spine_campaigns" ADD CONSTRAINT "spine_campaigns_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "spine_campaign_channels" ADD CONSTRAINT "spine_campaign_channels_tenant_id_campaign_id_fkey" FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "spine_campaigns"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "spine_accounts" ADD CONSTRAINT "spine_accounts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "spine_opportunities" ADD CONSTRAINT "spine_opportunities_tenant_id_account_id_fkey" FOREIGN KEY ("tenant_id", "account_id") REFERENCES "spine_accounts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "spine_opportunities" ADD CONSTRAINT "spine_opportunities_tenant_id_campaign_id_fkey" FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "spine_campaigns"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "spine_crm_activities" ADD CONSTRAINT "spine_crm_activities_tenant_id_opportunity_id_fkey" FOREIGN KEY ("tenant_id", "opportunity_id") REFERENCES "spine_opportunities"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "spine_crm_activities" ADD CONSTRAINT "spine_crm_activities_tenant_id_account_id_fkey" FOREIGN KEY ("tenant_id", "account_id") REFERENCES "spine_accounts"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "optimization_cycles" ADD CONSTRAINT "optimization_cycles_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "optimization_actions" ADD CONSTRAINT "optimization_actions_tenant_id_cycle_id_fkey" FOREIGN KEY ("tenant_id", "cycle_id") REFERENCES "optimization_cycles"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "optimization_action_results" ADD CONSTRAINT "optimization_action_results_tenant_id_action_id_fkey" FOREIGN KEY ("tenant_id", "action_id") REFERENCES "optimization_actions"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "policy_bundles" ADD CONSTRAINT "policy_bundles_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "evaluation_cycles" ADD CONSTRAINT "evaluation_cycles_tenant_id_policy_bundle_id_fkey" FOREIGN KEY ("tenant_id", "policy_bundle_id") REFERENCES "policy_bundles"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "trigger_evaluations" ADD CONSTRAINT "trigger_evaluations_tenant_id_cycle_id_fkey" FOREIGN KEY ("tenant_id", "cycle_id") REFERENCES "evaluation_cycles"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "cycle_inputs" ADD CONSTRAINT "cycle_inputs_tenant_id_cycle_id_fkey" FOREIGN KEY ("tenant_id", "cycle_id") REFERENCES "evaluation_cycles"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "cycle_inputs" ADD CONSTRAINT "cycle_inputs_tenant_id_override_id_fkey" FOREIGN KEY ("tenant_id", "override_id") REFERENCES "input_overrides"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "input_overrides" ADD CONSTRAINT "input_overrides_tenant_id_created_by_fkey" FOREIGN KEY ("tenant_id", "created_by") REFERENCES "memberships"("tenant_id", "user_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "defensive_actions" ADD CONSTRAINT "defensive_actions_tenant_id_mode_period_id_fkey" FOREIGN KEY ("tenant_id", "mode_period_id") REFERENCES "mode_periods"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_tenant_id_raised_by_cycle_fkey" FOREIGN KEY ("tenant_id", "raised_by_cycle") REFERENCES "evaluation_cycles"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "requests" ADD CONSTRAINT "requests_tenant_id_requested_by_fkey" FOREIGN KEY ("tenant_id", "requested_by") REFERENCES "memberships"("tenant_id", "user_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "roi_cases" ADD CONSTRAINT "roi_cases_tenant_id_request_id_fkey" FOREIGN KEY ("tenant_id", "request_id") REFERENCES "requests"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request_exceptions" ADD CONSTRAINT "request_exceptions_tenant_id_request_id_fkey" FOREIGN KEY ("tenant_id", "request_id") REFERENCES "requests"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "exception_offsets" ADD CONSTRAINT "exception_offsets_tenant_id_request_id_exception_id_fkey" FOREIGN KEY ("tenant_id", "request_id", "exception_id") REFERENCES "request_exceptions"("tenant_id", "request_id", "exception_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "signoffs" ADD CONSTRAINT "signoffs_tenant_id_request_id_fkey" FOREIGN KEY ("tenant_id", "request_id") REFERENCES "requests"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "signoffs" ADD CONSTRAINT "signoffs_tenant_id_signed_by_fkey" FOREIGN KEY ("tenant_id", "signed_by") REFERENCES "memberships"("tenant_id", "user_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request_comments" ADD CONSTRAINT "request_comments_tenant_id_request_id_fkey" FOREIGN KEY ("tenant_id", "request_id") REFERENCES "requests"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request_comments" ADD CONSTRAINT "request_comments_tenant_id_author_id_fkey" FOREIGN KEY ("tenant_id", "author_id") REFERENCES "memberships"("tenant_id", "user_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "gate_decisions" ADD CONSTRAINT "gate_decisions_tenant_id_request_id_fkey" FOREIGN KEY ("tenant_id", "request_id") REFERENCES "requests"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "gate_decisions" ADD CONSTRAINT "gate_decisions_tenant_id_log_seq_fkey" FOREIGN KEY ("tenant_id", "log_seq") REFERENCES "decision_log_entries"("tenant_id", "seq") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "gate_decisions" ADD CONSTRAINT "gate_decisions_tenant_id_cycle_id_fkey" FOREIGN KEY ("tenant_id", "cycle_id") REFERENCES "evaluation_cycles"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "decision_log_entries" ADD CONSTRAINT "decision_log_entries_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "decision_log_heads" ADD CONSTRAINT "decision_log_heads_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
