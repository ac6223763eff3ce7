-- What must hold whatever program writes: words from closed lists, rows that never change, the log chain,
-- signatures of the right people, and no decision without its log entry.

-- 1. Closed lists -----------------------------------------------------------------------------------------
alter table memberships add constraint membership_role check (role in (
  'CFO', 'CEO', 'Head of Sales/Marketing', 'CPO/CTO', 'Team lead', 'FP&A', 'Auditor', 'Administrator'));
alter table policy_bundles add constraint policy_status check (
  status in ('DRAFT', 'VALIDATED', 'PROPOSED', 'ACTIVE', 'SUPERSEDED'));
alter table evaluation_cycles
  add constraint cycle_cadence check (cadence in ('weekly', 'monthly_close')),
  add constraint cycle_status check (status in ('OPEN', 'CLOSED')),
  add constraint cycle_mode check (mode_after in ('NORMAL', 'DEFENSIVE')),
  add constraint cycle_period check (period_start <= period_end);
alter table trigger_evaluations add constraint trigger_state check (state in ('PASS', 'WATCH', 'FAIL', 'UNKNOWN'));
alter table mode_periods add constraint mode_word check (mode in ('NORMAL', 'DEFENSIVE'));
alter table requests
  add constraint request_gate check (gate_id in ('G1_HEADCOUNT', 'G2_GTM_SPEND', 'G3_PRODUCT_AND_RND', 'G4_VENDOR_AND_NON_LABOR')),
  add constraint request_status check (status in ('DRAFT', 'PENDING', 'BLOCKED', 'STALE', 'APPROVED', 'DENIED', 'WITHDRAWN')),
  add constraint request_title check (length(btrim(title)) between 1 and 200),
  add constraint request_ended check (
    (status in ('APPROVED', 'DENIED')) = (final_decision_id is not null));
alter table roi_cases add constraint roi_is_a_band check (expected_roi_low < expected_roi_high);
alter table exception_offsets add constraint offset_is_real check (amount_usd > 0 and length(btrim(description)) > 0);
alter table signoffs
  add constraint signoff_verdict check (verdict in ('APPROVE', 'DENY')),
  add constraint denial_has_reason check (verdict <> 'DENY' or length(btrim(coalesce(reason, ''))) > 0);
alter table gate_decisions
  add constraint decision_word check (decision in ('ALLOWED', 'BLOCKED')),
  add constraint decision_action check (action in ('SUBMIT', 'SIGN', 'APPROVE', 'DENY', 'REFUSE', 'REEVALUATE', 'WITHDRAW', 'EXTERNAL')),
  add constraint approval_is_allowed check (action <> 'APPROVE' or decision = 'ALLOWED'),
  add constraint a_code_blocks check (cardinality(reason_codes) = 0 or decision = 'BLOCKED'),
  add constraint external_has_no_request check ((action = 'EXTERNAL') = (request_id is null));
alter table escalations
  add constraint escalation_status check (status in ('OPEN', 'ACKNOWLEDGED', 'RESOLVED')),
  add constraint never_dismissed_without_plan check (
    status = 'OPEN'
    or (length(btrim(coalesce(plan, ''))) >= 20 and acknowledged_by is not null and acknowledged_at is not null)),
  add constraint resolved_by_somebody check (
    status <> 'RESOLVED' or (resolved_by is not null and resolved_at is not null and length(btrim(coalesce(resolution, ''))) > 0));
alter table defensive_actions add constraint done_has_evidence check (
  done_at is null or length(btrim(coalesce(evidence, ''))) > 0);
alter table input_overrides add constraint override_has_reason check (length(btrim(reason)) >= 10);

-- At most one mode holds at a time.
alter table mode_periods add constraint one_open_mode exclude using btree (tenant_id with =) where (ended_at is null);

-- 2. Rows that never change -------------------------------------------------------------------------------
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;

-- Called by every migration that adds an append-only table.
create function make_append_only(target regclass) returns void language plpgsql as $$
begin
  execute format('create trigger append_only before update or delete on %s for each row execute function refuse_change()', target);
  execute format('create trigger append_only_truncate before truncate on %s for each statement execute function refuse_change()', target);
end $$;

select make_append_only(t) from unnest(array[
  'decision_log_entries', 'decision_log_terms', 'gate_decisions', 'signoffs', 'evaluation_cycles',
  'trigger_evaluations', 'cycle_inputs', 'input_overrides', 'request_comments']::regclass[]) as t;

create function guard_policy_bundle() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a policy version is never deleted' using errcode = 'restrict_violation';
  end if;
  if (new.tenant_id, new.id, new.version, new.hash, new.artifacts, new.created_at)
     is distinct from (old.tenant_id, old.id, old.version, old.hash, old.artifacts, old.created_at)
     and old.status <> 'DRAFT' then
    raise exception 'the content of policy version % never changes' , old.version using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update or delete on policy_bundles for each row execute function guard_policy_bundle();

-- 3. The decision log -------------------------------------------------------------------------------------
-- The head moves only from inside the log's own triggers (depth 2 and more).
create function guard_log_head() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' or tg_op = 'DELETE' or pg_trigger_depth() < 2 then
    raise exception 'the head of the decision log moves only with the log' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on decision_log_heads for each row execute function guard_log_head();
create trigger guard_truncate before truncate on decision_log_heads for each statement execute function guard_log_head();

-- An entry is taken only as the next one, chained to the one before, with columns that say what its hashed
-- content says. Security definer, because the application may read the head but not write it.
create function chain_log_entry() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  head decision_log_heads%rowtype;
  body jsonb;
begin
  select * into head from decision_log_heads where tenant_id = new.tenant_id for update;
  if new.seq <> coalesce(head.seq, 0) + 1 then
    raise exception 'log entry % does not follow entry %', new.seq, coalesce(head.seq, 0) using errcode = 'serialization_failure';
  end if;
  if new.prev_hash <> coalesce(head.hash, repeat('0', 64)) then
    raise exception 'log entry % is not chained to the entry before it', new.seq using errcode = 'integrity_constraint_violation';
  end if;
  if new.hash <> encode(sha256(convert_to(new.content, 'UTF8')), 'hex') then
    raise exception 'the hash of log entry % is not the hash of its content', new.seq using errcode = 'integrity_constraint_violation';
  end if;
  body := new.content::jsonb;
  if (body ->> 'tenant_id')::uuid is distinct from new.tenant_id
     or (body ->> 'seq')::bigint is distinct from new.seq
     or body ->> 'prev_hash' is distinct from new.prev_hash
     or body ->> 'kind' is distinct from new.kind
     or (body ->> 'occurred_at')::timestamptz is distinct from new.occurred_at
     or body -> 'actor' ->> 'name' is distinct from new.actor
     or body ->> 'source' is distinct from new.source
     or body ->> 'title' is distinct from new.title
     or body ->> 'request_id' is distinct from new.request_ref
     or body ->> 'gate_id' is distinct from new.gate_id
     or body ->> 'outcome' is distinct from new.outcome
     or (body ->> 'decision_id')::uuid is distinct from new.decision_id
     or coalesce(body -> 'reason_codes', '[]') <> to_jsonb(new.reason_codes) then
    raise exception 'the columns of log entry % disagree with its content', new.seq using errcode = 'integrity_constraint_violation';
  end if;
  -- The head advances here, before the row is in, so that the next row of the same statement finds it.
  insert into decision_log_heads (tenant_id, seq, hash, updated_at) values (new.tenant_id, new.seq, new.hash, new.occurred_at)
  on conflict (tenant_id) do update set seq = excluded.seq, hash = excluded.hash, updated_at = excluded.updated_at;
  return new;
end $$;
create trigger chain before insert on decision_log_entries for each row execute function chain_log_entry();

create function index_log_terms() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into decision_log_terms (tenant_id, term, seq)
  select distinct entry.tenant_id, left(word, 60), entry.seq
  from added as entry,
    regexp_split_to_table(
      lower(concat_ws(' ', entry.request_ref, array_to_string(entry.reason_codes, ' '), entry.actor, entry.title)),
      '[^[:alnum:]-]+') as word
  where length(word) > 1;
  return null;
end $$;
create trigger index_terms after insert on decision_log_entries
  referencing new table as added for each statement execute function index_log_terms();

-- A decision names the entry that records it, and the two agree.
create function guard_gate_decision() returns trigger language plpgsql as $$
declare
  entry decision_log_entries%rowtype;
begin
  select * into entry from decision_log_entries where tenant_id = new.tenant_id and seq = new.log_seq;
  if not found
     or entry.decision_id is distinct from new.id
     or entry.request_ref is distinct from new.request_ref
     or entry.gate_id is distinct from new.gate_id
     or entry.outcome is distinct from new.decision
     or entry.reason_codes is distinct from new.reason_codes then
    raise exception 'RUNTIME-A10-1: decision % has no log entry of its own', new.id using errcode = 'integrity_constraint_violation';
  end if;
  if new.action = 'APPROVE' and not exists (
    select from signoffs s join requests r on r.tenant_id = s.tenant_id and r.id = s.request_id and r.revision = s.revision
    where s.tenant_id = new.tenant_id and s.request_id = new.request_id and s.verdict = 'APPROVE'
  ) then
    raise exception 'an approval needs a signature on the present revision' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard before insert on gate_decisions for each row execute function guard_gate_decision();

-- And an entry that claims to record a decision has one by the time of commit.
create function guard_logged_decision() returns trigger language plpgsql as $$
begin
  if new.decision_id is not null and not exists (
    select from gate_decisions d where d.tenant_id = new.tenant_id and d.id = new.decision_id and d.log_seq = new.seq
  ) then
    raise exception 'log entry % records a decision that does not exist', new.seq using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create constraint trigger decision_exists after insert on decision_log_entries
  deferrable initially deferred for each row execute function guard_logged_decision();

-- 4. Requests and signatures ------------------------------------------------------------------------------
create function guard_request() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.status <> 'DRAFT' then
      raise exception 'request % has been submitted and stays', old.reference using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if tg_op = 'INSERT' then
    if new.status <> 'DRAFT' then
      raise exception 'a request begins as a draft' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end if;
  if old.status in ('APPROVED', 'DENIED', 'WITHDRAWN') then
    raise exception 'request % is % and does not change any more', old.reference, lower(old.status) using errcode = 'restrict_violation';
  end if;
  if (new.tenant_id, new.id, new.reference, new.requested_by, new.gate_id, new.created_at)
     is distinct from (old.tenant_id, old.id, old.reference, old.requested_by, old.gate_id, old.created_at)
     or new.revision < old.revision then
    raise exception 'the identity of request % does not change', old.reference using errcode = 'restrict_violation';
  end if;
  if old.status <> 'DRAFT' and new.revision = old.revision
     and (new.details, new.title, new.amount_usd) is distinct from (old.details, old.title, old.amount_usd) then
    raise exception 'a change of request % after submission needs a new revision', old.reference using errcode = 'restrict_violation';
  end if;
  if new.status in ('APPROVED', 'DENIED') and not exists (
    select from gate_decisions d
    where d.tenant_id = new.tenant_id and d.id = new.final_decision_id and d.request_id = new.id
      and d.revision = new.revision
      and d.action = case new.status when 'APPROVED' then 'APPROVE' else 'DENY' end
  ) then
    raise exception 'RUNTIME-A10-1: request % cannot be % without a logged decision', old.reference, lower(new.status)
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on requests for each row execute function guard_request();

create function guard_request_part() returns trigger language plpgsql as $$
declare
  part record;
  parent text;
begin
  if tg_op = 'DELETE' then part := old; else part := new; end if;
  select status into parent from requests where tenant_id = part.tenant_id and id = part.request_id;
  if parent in ('APPROVED', 'DENIED', 'WITHDRAWN') then
    raise exception 'the request is % and does not change any more', lower(parent) using errcode = 'restrict_violation';
  end if;
  return part;
end $$;
create trigger guard before insert or update or delete on roi_cases for each row execute function guard_request_part();
create trigger guard before insert or update or delete on request_exceptions for each row execute function guard_request_part();
create trigger guard before insert or update or delete on exception_offsets for each row execute function guard_request_part();

-- Nobody signs their own request, for somebody else, for a role they do not hold, or what is not up for signature.
create function guard_signoff() returns trigger language plpgsql as $$
declare
  request requests%rowtype;
begin
  select * into request from requests where tenant_id = new.tenant_id and id = new.request_id for update;
  if request.status <> 'PENDING' or request.revision <> new.revision then
    raise exception 'request % is not up for signature', request.reference using errcode = 'integrity_constraint_violation';
  end if;
  if request.requested_by = new.signed_by then
    raise exception 'nobody signs their own request' using errcode = 'insufficient_privilege';
  end if;
  if new.signed_by is distinct from app_user_id() then
    raise exception 'nobody signs for somebody else' using errcode = 'insufficient_privilege';
  end if;
  if not exists (
    select from memberships m
    where m.tenant_id = new.tenant_id and m.user_id = new.signed_by and m.role = new.role and m.ended_at is null
  ) then
    raise exception 'nobody signs for a role they do not hold' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before insert on signoffs for each row execute function guard_signoff();

-- 5. History ----------------------------------------------------------------------------------------------
create function guard_escalation() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'an escalation is never deleted' using errcode = 'restrict_violation';
  end if;
  if (new.tenant_id, new.id, new.rule, new.action, new.trigger_ids, new.raised_at, new.raised_by_cycle)
     is distinct from (old.tenant_id, old.id, old.rule, old.action, old.trigger_ids, old.raised_at, old.raised_by_cycle) then
    raise exception 'what raised an escalation does not change' using errcode = 'restrict_violation';
  end if;
  if old.status = 'RESOLVED' or (old.status = 'ACKNOWLEDGED' and new.status = 'OPEN') then
    raise exception 'an escalation only moves forward' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update or delete on escalations for each row execute function guard_escalation();

create function guard_mode_period() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.ended_at is not null
     or (new.tenant_id, new.id, new.mode, new.started_at, new.started_by_cycle, new.cause)
        is distinct from (old.tenant_id, old.id, old.mode, old.started_at, old.started_by_cycle, old.cause) then
    raise exception 'a stretch of a mode is ended once and never rewritten' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update or delete on mode_periods for each row execute function guard_mode_period();

create function guard_membership() returns trigger language plpgsql as $$
begin
  raise exception 'a membership is ended, never deleted: the log names the person' using errcode = 'restrict_violation';
end $$;
create trigger guard before delete on memberships for each row execute function guard_membership();
