-- Visits at the counter and referrals to managers.
-- The columns are those of contract/sync/rows/tables.ts, in wire order.

create table counter_visit (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  staff_id uuid not null,
  opened_at timestamptz(3) not null,
  ended_at timestamptz(3),
  found_by text not null,
  suggested integer not null,
  acts text not null,
  state text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(opened_at)
    || chr(31) || canonical(ended_at) || chr(31) || canonical(found_by)
    || chr(31) || canonical(suggested) || chr(31) || canonical(acts)
    || chr(31) || canonical(state)
  )) stored,
  primary key (branch_id, id)
);
create index counter_visit_feed on counter_visit (branch_id, ver);
create index counter_visit_by_customer on counter_visit (branch_id, customer_id);

create table referral (
  branch_id uuid not null,
  id uuid not null,
  visit_id uuid not null,
  customer_id uuid not null,
  task_id uuid not null,
  referred_by uuid not null,
  referred_at timestamptz(3) not null,
  to_staff_id uuid not null,
  route text not null,
  reason text not null,
  times integer not null,
  state text not null,
  state_at timestamptz(3) not null,
  failure text,
  feedback text,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(visit_id)
    || chr(31) || canonical(customer_id) || chr(31) || canonical(task_id)
    || chr(31) || canonical(referred_by) || chr(31) || canonical(referred_at)
    || chr(31) || canonical(to_staff_id) || chr(31) || canonical(route)
    || chr(31) || canonical(reason) || chr(31) || canonical(times)
    || chr(31) || canonical(state) || chr(31) || canonical(state_at)
    || chr(31) || canonical(failure) || chr(31) || canonical(feedback)
  )) stored,
  primary key (branch_id, id)
);
create index referral_feed on referral (branch_id, ver);
create index referral_by_customer on referral (branch_id, customer_id);
create index referral_by_task on referral (branch_id, task_id);
