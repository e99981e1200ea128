-- What people said of the types of customers. Rows only add up; the latest of a type counts.
-- The columns are those of contract/sync/rows/tables.ts, in wire order.

create table customer_type_verdict (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  type text not null,
  verdict text not null,
  reason text,
  seen text not null,
  given_by uuid not null,
  given_at timestamptz not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(type) || chr(31) || canonical(verdict)
    || chr(31) || canonical(reason) || chr(31) || canonical(seen)
    || chr(31) || canonical(given_by) || chr(31) || canonical(given_at)
  )) stored,
  primary key (branch_id, id)
);
create index customer_type_verdict_feed on customer_type_verdict (branch_id, ver);
create index customer_type_verdict_by_customer on customer_type_verdict (branch_id, customer_id);
