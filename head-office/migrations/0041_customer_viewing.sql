-- Requests to see a customer whom somebody does not look after, what was said to them, and how often the
-- record was opened under them. The columns are those of contract/sync/rows/tables.ts, in wire order.

create table customer_viewing (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  reason text not null,
  words text not null,
  days integer not null,
  decision text,
  decided_by uuid,
  decided_at timestamptz,
  answer text,
  until_at timestamptz,
  ended_by uuid,
  ended_at timestamptz,
  openings integer not null,
  opened_at timestamptz,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(asked_by) || chr(31) || canonical(asked_at)
    || chr(31) || canonical(reason) || chr(31) || canonical(words)
    || chr(31) || canonical(days) || chr(31) || canonical(decision)
    || chr(31) || canonical(decided_by) || chr(31) || canonical(decided_at)
    || chr(31) || canonical(answer) || chr(31) || canonical(until_at)
    || chr(31) || canonical(ended_by) || chr(31) || canonical(ended_at)
    || chr(31) || canonical(openings) || chr(31) || canonical(opened_at)
  )) stored,
  primary key (branch_id, id)
);
create index customer_viewing_feed on customer_viewing (branch_id, ver);
create index customer_viewing_by_customer on customer_viewing (branch_id, customer_id);
create index customer_viewing_by_asker on customer_viewing (branch_id, asked_by, asked_at);

-- The product's own rule, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select '00000000-0000-7000-8000-000000000198', 'customer.viewing', 0, date '1900-01-01',
  '{"usualDays":3,"mostDays":7,"waitDays":3,"mostWaiting":10}', s.v, 1
from scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';
