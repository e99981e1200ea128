-- What people said of the other sides of payments: to which class of the fund flow they belong.
-- The columns are those of contract/sync/rows/tables.ts, in wire order.

create table party_class (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  party text not null,
  flow_class text,
  was text not null,
  given_by uuid not null,
  given_at timestamptz not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(party) || chr(31) || canonical(flow_class)
    || chr(31) || canonical(was) || chr(31) || canonical(given_by)
    || chr(31) || canonical(given_at)
  )) stored,
  primary key (branch_id, id)
);
create index party_class_feed on party_class (branch_id, ver);
create index party_class_by_customer on party_class (branch_id, customer_id);
