-- The opening of a business day, and what it computes for each branch.

-- `running`: every day that has closed (UTC+8) is opened. `fixed`: data of the past, whose day stays.
-- `opened_day` is the last day whose opening was completed.
alter table database_info
  add column calendar text not null default 'fixed' check (calendar in ('running', 'fixed')),
  add column opened_day date;
-- Data whose day lay more than a month back when it was made is of the past.
update database_info set
  calendar = case when business_date >= created_at::date - 31 then 'running' else 'fixed' end,
  opened_day = case when exists (select from customer_summary) then business_date end;
alter table database_info alter column calendar drop default;

-- For which day head office has computed something for a branch.
create table reckoning (
  branch_id uuid not null,
  subject text not null,
  as_of date not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(subject) || chr(31) || canonical(as_of)
  )) stored,
  primary key (branch_id, subject)
);
create index reckoning_feed on reckoning (branch_id, ver);

insert into reckoning (branch_id, subject, as_of, ver, rev)
select s.branch_id, 'summary', max(s.as_of), v.v + 1, 1
from customer_summary s join scope_version v on v.branch_id = s.branch_id
group by s.branch_id, v.v;
update scope_version set v = v + 1 where branch_id in (select branch_id from reckoning);

-- The day leaves the summaries: it changed every row every night.
alter table customer_summary drop column row_hash;
alter table customer_summary drop column as_of;
alter table customer_summary add column
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(customer_id)
    || chr(31) || canonical(aum_fen) || chr(31) || canonical(aum_month_average_fen)
    || chr(31) || canonical(aum_quarter_average_fen) || chr(31) || canonical(aum_30_days_ago_fen)
    || chr(31) || canonical(loan_fen) || chr(31) || canonical(asset_classes)
    || chr(31) || canonical(month_averages) || chr(31) || canonical(next_maturity_on)
    || chr(31) || canonical(next_maturity_fen) || chr(31) || canonical(completeness_bp)
    || chr(31) || canonical(last_contact_on) || chr(31) || canonical(risk_level)
    || chr(31) || canonical(risk_valid_to)
  )) stored;
