-- Customers and what staff and head office know of them.
-- The columns are those of contract/sync/rows/tables.ts, in wire order.

create table customer (
  branch_id uuid not null,
  id uuid not null,
  customer_no text not null,
  name text not null,
  name_pinyin text not null,
  name_initials text not null,
  name_origin text not null,
  sex text,
  birth_date date,
  nationality text,
  occupation text,
  address text,
  mobile text,
  id_type text,
  id_no text,
  id_expiry date,
  email text,
  employer text,
  industry text,
  opening_branch_id uuid not null,
  customer_since date not null,
  is_staff boolean not null,
  do_not_contact boolean not null,
  tier text not null,
  tier_state text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_no)
    || chr(31) || canonical(name) || chr(31) || canonical(name_pinyin)
    || chr(31) || canonical(name_initials) || chr(31) || canonical(name_origin)
    || chr(31) || canonical(sex) || chr(31) || canonical(birth_date)
    || chr(31) || canonical(nationality) || chr(31) || canonical(occupation)
    || chr(31) || canonical(address) || chr(31) || canonical(mobile)
    || chr(31) || canonical(id_type) || chr(31) || canonical(id_no)
    || chr(31) || canonical(id_expiry) || chr(31) || canonical(email)
    || chr(31) || canonical(employer) || chr(31) || canonical(industry)
    || chr(31) || canonical(opening_branch_id) || chr(31) || canonical(customer_since)
    || chr(31) || canonical(is_staff) || chr(31) || canonical(do_not_contact)
    || chr(31) || canonical(tier) || chr(31) || canonical(tier_state)
  )) stored,
  primary key (branch_id, id)
);
create index customer_feed on customer (branch_id, ver);

create table customer_summary (
  branch_id uuid not null,
  customer_id uuid not null,
  as_of date not null,
  aum_fen bigint not null,
  aum_month_average_fen bigint not null,
  aum_quarter_average_fen bigint not null,
  aum_30_days_ago_fen bigint not null,
  loan_fen bigint not null,
  asset_classes text not null,
  month_averages text not null,
  next_maturity_on date,
  next_maturity_fen bigint,
  completeness_bp integer not null,
  last_contact_on date,
  risk_level integer,
  risk_valid_to date,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(customer_id) || chr(31) || canonical(as_of)
    || chr(31) || canonical(aum_fen) || chr(31) || canonical(aum_month_average_fen)
    || chr(31) || canonical(aum_quarter_average_fen) || chr(31) || canonical(aum_30_days_ago_fen)
    || chr(31) || canonical(loan_fen) || chr(31) || canonical(asset_classes)
    || chr(31) || canonical(month_averages) || chr(31) || canonical(next_maturity_on)
    || chr(31) || canonical(next_maturity_fen) || chr(31) || canonical(completeness_bp)
    || chr(31) || canonical(last_contact_on) || chr(31) || canonical(risk_level)
    || chr(31) || canonical(risk_valid_to)
  )) stored,
  primary key (branch_id, customer_id)
);
create index customer_summary_feed on customer_summary (branch_id, ver);

create table customer_manager (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  staff_id uuid not null,
  role text not null,
  valid_from date not null,
  valid_to date,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(role)
    || chr(31) || canonical(valid_from) || chr(31) || canonical(valid_to)
  )) stored,
  primary key (branch_id, id)
);
create index customer_manager_feed on customer_manager (branch_id, ver);
create index customer_manager_by_customer on customer_manager (branch_id, customer_id);

create table task (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  staff_id uuid not null,
  kind text not null,
  priority integer not null,
  due_on date not null,
  amount_fen bigint,
  evidence text not null,
  rule_version text not null,
  state text not null,
  created_at timestamptz(3) not null,
  completed_at timestamptz(3),
  completed_by uuid,
  outcome text,
  note text,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(kind)
    || chr(31) || canonical(priority) || chr(31) || canonical(due_on)
    || chr(31) || canonical(amount_fen) || chr(31) || canonical(evidence)
    || chr(31) || canonical(rule_version) || chr(31) || canonical(state)
    || chr(31) || canonical(created_at) || chr(31) || canonical(completed_at)
    || chr(31) || canonical(completed_by) || chr(31) || canonical(outcome)
    || chr(31) || canonical(note)
  )) stored,
  primary key (branch_id, id)
);
create index task_feed on task (branch_id, ver);
create index task_by_customer on task (branch_id, customer_id);

create table contact (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  staff_id uuid not null,
  at timestamptz(3) not null,
  channel text not null,
  outcome text not null,
  summary text not null,
  next_on date,
  duration_minutes integer,
  origin text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(at) || chr(31) || canonical(channel)
    || chr(31) || canonical(outcome) || chr(31) || canonical(summary)
    || chr(31) || canonical(next_on) || chr(31) || canonical(duration_minutes)
    || chr(31) || canonical(origin)
  )) stored,
  primary key (branch_id, id)
);
create index contact_feed on contact (branch_id, ver);
create index contact_by_customer on contact (branch_id, customer_id);

create table correction (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  field text not null,
  old_value text,
  new_value text,
  evidence text not null,
  state text not null,
  proposed_by uuid not null,
  proposed_at timestamptz(3) not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(field) || chr(31) || canonical(old_value)
    || chr(31) || canonical(new_value) || chr(31) || canonical(evidence)
    || chr(31) || canonical(state) || chr(31) || canonical(proposed_by)
    || chr(31) || canonical(proposed_at)
  )) stored,
  primary key (branch_id, id)
);
create index correction_feed on correction (branch_id, ver);
create index correction_by_field on correction (branch_id, customer_id, field, proposed_at);

create table relation (
  branch_id uuid not null,
  id uuid not null,
  from_customer_id uuid not null,
  to_customer_id uuid,
  to_name text not null,
  kind text not null,
  source text not null,
  valid_from date not null,
  valid_to date,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(from_customer_id)
    || chr(31) || canonical(to_customer_id) || chr(31) || canonical(to_name)
    || chr(31) || canonical(kind) || chr(31) || canonical(source)
    || chr(31) || canonical(valid_from) || chr(31) || canonical(valid_to)
  )) stored,
  primary key (branch_id, id)
);
create index relation_feed on relation (branch_id, ver);
create index relation_by_customer on relation (branch_id, from_customer_id);

create table risk_assessment (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  assessed_on date not null,
  level integer not null,
  score integer,
  channel text not null,
  valid_to date not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(assessed_on) || chr(31) || canonical(level)
    || chr(31) || canonical(score) || chr(31) || canonical(channel)
    || chr(31) || canonical(valid_to)
  )) stored,
  primary key (branch_id, id)
);
create index risk_assessment_feed on risk_assessment (branch_id, ver);
create index risk_assessment_by_customer on risk_assessment (branch_id, customer_id);

create table consent (
  branch_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  purpose text not null,
  channel text not null,
  given_on date not null,
  withdrawn_on date,
  text_version text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(purpose) || chr(31) || canonical(channel)
    || chr(31) || canonical(given_on) || chr(31) || canonical(withdrawn_on)
    || chr(31) || canonical(text_version)
  )) stored,
  primary key (branch_id, id)
);
create index consent_feed on consent (branch_id, ver);
create index consent_by_customer on consent (branch_id, customer_id);
