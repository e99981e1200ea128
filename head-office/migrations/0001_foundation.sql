-- What every other table rests on: the canonical text of a row, the life of the database, the
-- versions of scopes. Plain SQL of PostgreSQL 15: no sequences, notifications or advisory locks.

-- Canonical text of one value, as canonicalRow in contract/sync/rows/table.ts writes it: U+0001 for
-- null, days as days since 1970, instants as milliseconds since 1970 UTC, flags as 0 and 1.
create function canonical(value text) returns text
  language sql immutable parallel safe
  return coalesce(value, chr(1));
create function canonical(value uuid) returns text
  language sql immutable parallel safe
  return coalesce(value::text, chr(1));
create function canonical(value bigint) returns text
  language sql immutable parallel safe
  return coalesce(value::text, chr(1));
create function canonical(value date) returns text
  language sql immutable parallel safe
  return coalesce((value - date '1970-01-01')::text, chr(1));
create function canonical(value timestamptz) returns text
  language sql immutable parallel safe
  return coalesce((extract(epoch from value at time zone 'UTC') * 1000)::bigint::text, chr(1));
create function canonical(value boolean) returns text
  language sql immutable parallel safe
  return coalesce(value::integer::text, chr(1));

-- First 48 bits of SHA-256 over the UTF-8 bytes of a row's canonical text. Doubling the backslashes
-- makes the cast to bytea take the text byte for byte; convert_to would not be immutable.
create function row_hash_of(canonical_row text) returns bigint
  language sql immutable parallel safe
  return ('x' || substr(encode(sha256(replace(canonical_row, '\', '\\')::bytea), 'hex'), 1, 12))
    ::bit(48)::bigint;

-- One row: the life of this database. A restored or failed-over database gets another epoch.
create table database_info (
  only_row boolean primary key default true check (only_row),
  epoch uuid not null,
  currency text not null,
  demo boolean not null,
  business_date date not null,
  created_at timestamptz(3) not null
);

-- Keys of head office itself; private halves are encrypted under the master key of the data folder.
create table head_office_key (
  name text primary key,
  public_key text not null,
  encrypted_private_key text not null,
  created_at timestamptz(3) not null
);

-- Version of each scope: a branch's id, or the nil UUID for national data. Locking the row makes
-- the order of versions the order of commits. Cursors below `floor` need a snapshot, because
-- tombstones up to there are gone.
create table scope_version (
  branch_id uuid primary key,
  v bigint not null,
  floor bigint not null default 0
);

-- Rows that left a scope. `row_key` is the JSON array of the key's wire values.
create table tombstone (
  branch_id uuid not null,
  table_name text not null,
  row_key text not null,
  ver bigint not null,
  reason text not null check (reason in ('deleted', 'left_scope')),
  left_at timestamptz(3) not null,
  primary key (branch_id, table_name, row_key)
);
create index tombstone_feed on tombstone (branch_id, ver);

-- Which branch manages a customer: the only way to find one without naming the branch.
create table customer_directory (
  customer_id uuid primary key,
  customer_no text not null,
  branch_id uuid not null
);
create index customer_directory_by_no on customer_directory (customer_no);

-- Who did what at head office; national acts under the nil UUID. `detail` is JSON without
-- customer data.
create table audit_log (
  branch_id uuid not null,
  id uuid not null,
  at timestamptz(3) not null,
  actor text not null,
  action text not null,
  object text not null,
  detail text not null,
  primary key (branch_id, id)
);
