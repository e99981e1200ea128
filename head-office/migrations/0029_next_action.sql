-- What customers refused, and what they said they need.
-- The columns are those of contract/sync/rows/tables.ts, in wire order.

create table refusal (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  action text not null,
  task_id uuid,
  asset_class text,
  product_id uuid,
  said_by text not null,
  reason text not null,
  until date not null,
  note text,
  staff_id uuid not null,
  at timestamptz not null,
  taken_back_at timestamptz,
  taken_back_by uuid,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(action) || chr(31) || canonical(task_id)
    || chr(31) || canonical(asset_class) || chr(31) || canonical(product_id)
    || chr(31) || canonical(said_by) || chr(31) || canonical(reason)
    || chr(31) || canonical(until) || chr(31) || canonical(note) || chr(31) || canonical(staff_id)
    || chr(31) || canonical(at) || chr(31) || canonical(taken_back_at)
    || chr(31) || canonical(taken_back_by)
  )) stored,
  primary key (branch_id, id)
);
create index refusal_feed on refusal (branch_id, ver);
create index refusal_by_customer on refusal (branch_id, customer_id);

create table customer_need (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  kind text not null,
  words text not null,
  amount_fen bigint,
  by_day date,
  state text not null,
  staff_id uuid not null,
  stated_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid,
  met_by text,
  met_on date,
  product_id uuid,
  contact_id uuid,
  reason text,
  note text,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(kind) || chr(31) || canonical(words)
    || chr(31) || canonical(amount_fen) || chr(31) || canonical(by_day)
    || chr(31) || canonical(state) || chr(31) || canonical(staff_id)
    || chr(31) || canonical(stated_at) || chr(31) || canonical(settled_at)
    || chr(31) || canonical(settled_by) || chr(31) || canonical(met_by)
    || chr(31) || canonical(met_on) || chr(31) || canonical(product_id)
    || chr(31) || canonical(contact_id) || chr(31) || canonical(reason)
    || chr(31) || canonical(note)
  )) stored,
  primary key (branch_id, id)
);
create index customer_need_feed on customer_need (branch_id, ver);
create index customer_need_by_customer on customer_need (branch_id, customer_id);

-- The product's own rule, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select '00000000-0000-7000-8000-000000000190', 'next_action.rule', 0, date '1900-01-01',
  '{"refusalDays":{"no_need":180,"elsewhere":180,"yield":90,"distrust":365,"timing":30,"other":90},"rememberDays":365,"intentAfterBp":{"no_need":1000,"elsewhere":1000,"yield":2000,"distrust":0,"timing":3000,"other":2000},"messageCaps":[{"days":7,"most":2},{"days":30,"most":4}],"needDays":30,"gapShareBp":1000,"leakLeastFen":1000000,"leakDays":90}', s.v, 1
from scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';
