-- The training-compliance assessment: sessions as the usage ledger proves them, who was on duty, the
-- month with its state, scores with what they rest on, exemptions, appeals, and signs of misuse. Nothing
-- of it is synced: a person's own month is read where it is kept.

-- The product's own rule for signs, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select '00000000-0000-7000-8000-000000000192', 'usage.anomalies', 0, date '1900-01-01',
  '{"monthEnd":{"windowBp":2500,"shareBp":7000,"leastSessions":6,"leastDutyDays":8},"short":{"belowMs":120000,"least":6,"shareBp":6000},"rhythm":{"leastWaits":20,"spreadBp":3000},"sameTime":{"withinMs":20000,"leastDays":8,"shareBp":5000},"repeated":{"leastActions":4,"withinMs":1000,"leastSessions":4},"device":{"handoverMs":120000,"belowMs":180000,"people":3,"days":3,"pairDays":6},"silence":{"leastMs":1200000,"peers":2}}', s.v, 1
from scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';

-- A session whose records were verified. `modules` is a JSON array of names, `action_times` one of ms
-- after the start. The branch is the person's.
create table staff_session (
  branch_id uuid not null,
  staff_id uuid not null,
  session_id text not null,
  device_id uuid not null,
  started_at timestamptz(3) not null,
  ended_at timestamptz(3) not null check (ended_at >= started_at),
  active_ms bigint not null check (active_ms >= 0),
  action_count integer not null check (action_count >= 0),
  modules text not null,
  action_times text not null,
  offline boolean not null,
  primary key (branch_id, staff_id, session_id)
);
create index staff_session_by_time on staff_session (branch_id, started_at);

-- Days on which somebody was not on full duty, in tenths of a day; other working days are full ones.
create table duty_exception (
  branch_id uuid not null,
  staff_id uuid not null,
  day date not null,
  tenths integer not null check (tenths between 0 and 10),
  reason text not null,
  primary key (branch_id, staff_id, day)
);

-- One row a month, under the nil UUID: the scheme is one for the whole tree. `run` counts reckonings.
create table assessment_period (
  branch_id uuid not null,
  month date not null check (extract(day from month) = 1),
  state text not null check (state in ('open', 'provisional', 'locked')),
  scheme_version integer not null,
  use_version integer not null,
  code_version text not null,
  -- Drawn when the month is over, for the samples of closed tasks.
  sample_seed text,
  appeal_until date,
  locked_at timestamptz(3),
  locked_by uuid,
  run integer not null default 0,
  run_finished_at timestamptz(3),
  primary key (branch_id, month),
  check ((state = 'open') = (sample_seed is null)),
  check ((state = 'open') = (appeal_until is null)),
  check ((state = 'locked') = (locked_at is not null))
);

-- `facts`, `parts` and `gates` are JSON of domain/assessment.
create table assessment_score (
  branch_id uuid not null,
  month date not null,
  staff_id uuid not null,
  outcome text not null,
  hundredths integer,
  target integer not null,
  facts text not null,
  parts text not null,
  gates text not null,
  reckoned_at timestamptz(3) not null,
  primary key (branch_id, month, staff_id)
);

create table assessment_branch (
  branch_id uuid not null,
  month date not null,
  run integer not null,
  score text not null,
  reckoned_at timestamptz(3) not null,
  primary key (branch_id, month)
);

create table assessment_exemption (
  branch_id uuid not null,
  id uuid not null,
  month date not null,
  staff_id uuid not null,
  scope text not null,
  kind text not null,
  reason text not null,
  granted_by uuid not null,
  granted_at timestamptz(3) not null,
  withdrawn_by uuid,
  withdrawn_at timestamptz(3),
  withdrawn_reason text,
  primary key (branch_id, id),
  check (granted_by <> staff_id),
  check ((withdrawn_at is null) = (withdrawn_by is null)),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create unique index assessment_exemption_standing
  on assessment_exemption (branch_id, month, staff_id, scope) where withdrawn_at is null;

create table assessment_appeal (
  branch_id uuid not null,
  id uuid not null,
  month date not null,
  staff_id uuid not null,
  part text not null,
  reason text not null,
  state text not null check (state in ('waiting', 'upheld', 'rejected')),
  submitted_at timestamptz(3) not null,
  decided_by uuid,
  decided_at timestamptz(3),
  decision text,
  primary key (branch_id, id),
  check (decided_by <> staff_id),
  check ((state = 'waiting') = (decided_by is null)),
  check ((state = 'waiting') = (decision is null))
);
create unique index assessment_appeal_waiting
  on assessment_appeal (branch_id, month, staff_id, part) where state = 'waiting';

-- What an upheld appeal adds to a count; later reckonings add it again to what is counted then.
create table assessment_correction (
  branch_id uuid not null,
  appeal_id uuid not null,
  month date not null,
  staff_id uuid not null,
  field text not null,
  delta integer not null,
  primary key (branch_id, appeal_id, field)
);
create index assessment_correction_of on assessment_correction (branch_id, month, staff_id);

-- Closed tasks that were looked at. Which ones may be is decided by the seed of the month.
create table assessment_sample (
  branch_id uuid not null,
  task_id uuid not null,
  month date not null,
  staff_id uuid not null,
  passed boolean not null,
  reason text not null,
  judged_by uuid not null,
  judged_at timestamptz(3) not null,
  primary key (branch_id, task_id),
  check (judged_by <> staff_id)
);

-- Signs that use was not work, each a case a person decides. Found again, a decided one stays decided.
create table usage_sign (
  branch_id uuid not null,
  month date not null,
  staff_id uuid not null,
  kind text not null,
  evidence text not null,
  starts_ms text not null,
  rule_version text not null,
  found_at timestamptz(3) not null,
  state text not null default 'open' check (state in ('open', 'explained', 'confirmed')),
  decided_by uuid,
  decided_at timestamptz(3),
  decision text,
  primary key (branch_id, month, staff_id, kind),
  check (decided_by <> staff_id),
  check ((state = 'open') = (decided_by is null)),
  check ((state = 'open') = (decision is null))
);
