-- What terminals know of the assessment: the month, everybody's result with what it rests on, exemptions,
-- appeals, judged samples, signs, reminders. The columns are those of contract/sync/rows/tables.ts, in
-- wire order.

-- assessment_period as far as it travels; bookkeeping of runs stays there.
create table assessment_month (
  month date not null,
  state text not null,
  scheme_version integer not null,
  use_version integer not null,
  sample_seed text,
  appeal_until date,
  locked_at timestamptz(3),
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(month) || chr(31) || canonical(state) || chr(31) || canonical(scheme_version)
    || chr(31) || canonical(use_version) || chr(31) || canonical(sample_seed)
    || chr(31) || canonical(appeal_until) || chr(31) || canonical(locked_at)
  )) stored,
  primary key (month)
);
create index assessment_month_feed on assessment_month (ver);

-- The business date up to which the last finished run counted what was due.
alter table assessment_period add column run_as_of date;

create table assessment_result (
  branch_id uuid not null,
  month date not null,
  staff_id uuid not null,
  outcome text not null,
  hundredths integer,
  quiz_points integer,
  facts text not null,
  sessions text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(month) || chr(31) || canonical(staff_id)
    || chr(31) || canonical(outcome) || chr(31) || canonical(hundredths)
    || chr(31) || canonical(quiz_points) || chr(31) || canonical(facts)
    || chr(31) || canonical(sessions)
  )) stored,
  primary key (branch_id, month, staff_id)
);
create index assessment_result_feed on assessment_result (branch_id, ver);

alter table assessment_exemption
  add column ver bigint not null default 0,
  add column rev bigint not null default 1,
  add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(month)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(scope) || chr(31) || canonical(kind)
    || chr(31) || canonical(reason) || chr(31) || canonical(granted_by)
    || chr(31) || canonical(granted_at) || chr(31) || canonical(withdrawn_by)
    || chr(31) || canonical(withdrawn_at) || chr(31) || canonical(withdrawn_reason)
  )) stored;
create index assessment_exemption_feed on assessment_exemption (branch_id, ver);

alter table assessment_appeal
  add column ver bigint not null default 0,
  add column rev bigint not null default 1,
  add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(month)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(part) || chr(31) || canonical(reason)
    || chr(31) || canonical(state) || chr(31) || canonical(submitted_at)
    || chr(31) || canonical(decided_by) || chr(31) || canonical(decided_at)
    || chr(31) || canonical(decision)
  )) stored;
create index assessment_appeal_feed on assessment_appeal (branch_id, ver);

alter table assessment_sample
  add column ver bigint not null default 0,
  add column rev bigint not null default 1,
  add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(task_id) || chr(31) || canonical(month)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(passed) || chr(31) || canonical(reason)
    || chr(31) || canonical(judged_by) || chr(31) || canonical(judged_at)
  )) stored;
create index assessment_sample_feed on assessment_sample (branch_id, ver);

alter table usage_sign
  add column ver bigint not null default 0,
  add column rev bigint not null default 1,
  add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(month) || chr(31) || canonical(staff_id)
    || chr(31) || canonical(kind) || chr(31) || canonical(evidence) || chr(31) || canonical(starts_ms)
    || chr(31) || canonical(rule_version) || chr(31) || canonical(found_at)
    || chr(31) || canonical(state) || chr(31) || canonical(decided_by)
    || chr(31) || canonical(decided_at) || chr(31) || canonical(decision)
  )) stored;
create index usage_sign_feed on usage_sign (branch_id, ver);

create table assessment_reminder (
  branch_id uuid not null,
  id uuid not null,
  month date not null,
  staff_id uuid not null,
  by_id uuid not null,
  at timestamptz(3) not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(month)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(by_id) || chr(31) || canonical(at)
  )) stored,
  primary key (branch_id, id),
  check (by_id <> staff_id)
);
create index assessment_reminder_feed on assessment_reminder (branch_id, ver);
create index assessment_reminder_of on assessment_reminder (branch_id, staff_id, at);

-- Branches in which something changed that a score rests on, since when; reckoned again soon after.
create table assessment_due (
  branch_id uuid primary key,
  marked_at timestamptz(3) not null
);

-- Rows that stand already begin to travel with the next version of their scope.
update scope_version set v = v + 1 where branch_id in (
  select branch_id from assessment_exemption union select branch_id from assessment_appeal
  union select branch_id from assessment_sample union select branch_id from usage_sign
  union select branch_id from assessment_period);
update assessment_exemption t set ver = s.v from scope_version s where s.branch_id = t.branch_id;
update assessment_appeal t set ver = s.v from scope_version s where s.branch_id = t.branch_id;
update assessment_sample t set ver = s.v from scope_version s where s.branch_id = t.branch_id;
update usage_sign t set ver = s.v from scope_version s where s.branch_id = t.branch_id;
insert into assessment_month
  (month, state, scheme_version, use_version, sample_seed, appeal_until, locked_at, ver, rev)
select p.month, p.state, p.scheme_version, p.use_version, p.sample_seed, p.appeal_until, p.locked_at,
  s.v, 1
from assessment_period p join scope_version s on s.branch_id = p.branch_id;

-- A row that travels is held to its record (domain/assessment/records.ts), as in every other such table.
alter table assessment_appeal
  drop constraint assessment_appeal_state_check,
  drop constraint assessment_appeal_check1,
  drop constraint assessment_appeal_check2;
alter table usage_sign
  drop constraint usage_sign_state_check,
  drop constraint usage_sign_check1,
  drop constraint usage_sign_check2;
