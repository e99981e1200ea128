-- What a customer is worth and whether he or she may leave, with everything the numbers come from.
-- The columns are those of contract/sync/rows/tables.ts, in wire order.

create table customer_value (
  branch_id uuid not null,
  customer_id uuid not null,
  value_score integer,
  steady_points integer,
  matures_on date,
  types text not null,
  facts text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(customer_id) || chr(31) || canonical(value_score)
    || chr(31) || canonical(steady_points) || chr(31) || canonical(matures_on)
    || chr(31) || canonical(types) || chr(31) || canonical(facts)
  )) stored,
  primary key (branch_id, customer_id)
);
create index customer_value_feed on customer_value (branch_id, ver);
