-- Organisation, staff, calendar, parameters and products.
-- The columns are those of contract/sync/rows/tables.ts, in wire order.

create table org_unit (
  id uuid not null,
  code text not null,
  name text not null,
  level integer not null,
  parent_id uuid,
  valid_from date not null,
  valid_to date,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(id) || chr(31) || canonical(code) || chr(31) || canonical(name)
    || chr(31) || canonical(level) || chr(31) || canonical(parent_id)
    || chr(31) || canonical(valid_from) || chr(31) || canonical(valid_to)
  )) stored,
  primary key (id)
);
create index org_unit_feed on org_unit (ver);

create table calendar_day (
  day date not null,
  working boolean not null,
  name text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(day) || chr(31) || canonical(working) || chr(31) || canonical(name)
  )) stored,
  primary key (day)
);
create index calendar_day_feed on calendar_day (ver);

create table parameter (
  id uuid not null,
  key text not null,
  version integer not null,
  effective_from date not null,
  value text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(id) || chr(31) || canonical(key) || chr(31) || canonical(version)
    || chr(31) || canonical(effective_from) || chr(31) || canonical(value)
  )) stored,
  primary key (id)
);
create index parameter_feed on parameter (ver);
create index parameter_by_key on parameter (key, effective_from, version);

create table product (
  id uuid not null,
  code text not null,
  name text not null,
  asset_class text not null,
  issuer text not null,
  risk_level integer not null,
  term_days integer,
  min_amount_fen bigint not null,
  rate_bp integer,
  currency text not null,
  status text not null,
  sale_from date,
  sale_to date,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(id) || chr(31) || canonical(code) || chr(31) || canonical(name)
    || chr(31) || canonical(asset_class) || chr(31) || canonical(issuer)
    || chr(31) || canonical(risk_level) || chr(31) || canonical(term_days)
    || chr(31) || canonical(min_amount_fen) || chr(31) || canonical(rate_bp)
    || chr(31) || canonical(currency) || chr(31) || canonical(status)
    || chr(31) || canonical(sale_from) || chr(31) || canonical(sale_to)
  )) stored,
  primary key (id)
);
create index product_feed on product (ver);

create table staff (
  branch_id uuid not null,
  id uuid not null,
  staff_no text not null,
  name text not null,
  post text not null,
  active boolean not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(staff_no)
    || chr(31) || canonical(name) || chr(31) || canonical(post) || chr(31) || canonical(active)
  )) stored,
  primary key (branch_id, id)
);
create index staff_feed on staff (branch_id, ver);

create table staff_role (
  branch_id uuid not null,
  staff_id uuid not null,
  role text not null,
  org_unit_id uuid not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(staff_id) || chr(31) || canonical(role)
    || chr(31) || canonical(org_unit_id)
  )) stored,
  primary key (branch_id, staff_id, role, org_unit_id)
);
create index staff_role_feed on staff_role (branch_id, ver);

-- How a member of staff proves who he or she is. `version` grows with every new password.
create table staff_credential (
  staff_id uuid primary key,
  staff_no text not null unique,
  branch_id uuid not null,
  password_hash text not null,
  version integer not null,
  failures integer not null default 0,
  locked_until timestamptz(3),
  revoked_at timestamptz(3)
);
