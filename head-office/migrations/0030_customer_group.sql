-- Groups of customers: named ones and rules, and who stands in the named ones.
-- The columns are those of contract/sync/rows/tables.ts, in wire order.

create table customer_group (
  branch_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  visibility text not null,
  owner_id uuid not null,
  note text,
  rule text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by uuid not null,
  deleted_at timestamptz,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(name)
    || chr(31) || canonical(kind) || chr(31) || canonical(visibility)
    || chr(31) || canonical(owner_id) || chr(31) || canonical(note)
    || chr(31) || canonical(rule) || chr(31) || canonical(created_at)
    || chr(31) || canonical(changed_at) || chr(31) || canonical(changed_by)
    || chr(31) || canonical(deleted_at)
  )) stored,
  primary key (branch_id, id)
);
create index customer_group_feed on customer_group (branch_id, ver);

create table customer_group_member (
  branch_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  customer_id uuid not null,
  added_by uuid not null,
  added_at timestamptz not null,
  removed_by uuid,
  removed_at timestamptz,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(group_id)
    || chr(31) || canonical(customer_id) || chr(31) || canonical(added_by)
    || chr(31) || canonical(added_at) || chr(31) || canonical(removed_by)
    || chr(31) || canonical(removed_at)
  )) stored,
  primary key (branch_id, id)
);
create index customer_group_member_feed on customer_group_member (branch_id, ver);
create index customer_group_member_by_group on customer_group_member (branch_id, group_id, customer_id);
create index customer_group_member_by_customer on customer_group_member (branch_id, customer_id);
