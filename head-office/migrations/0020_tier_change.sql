-- Decisions on tiers that changed a tier or its state, with what they rest on.
-- The columns are those of contract/sync/rows/tables.ts, in wire order.

create table tier_change (
  branch_id uuid not null,
  customer_id uuid not null,
  effective_on date not null,
  period text not null,
  tier_before text not null,
  state_before text not null,
  tier text not null,
  tier_state text not null,
  outcome text not null,
  average_fen bigint not null,
  floor_fen bigint,
  averages text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(customer_id) || chr(31) || canonical(effective_on)
    || chr(31) || canonical(period) || chr(31) || canonical(tier_before)
    || chr(31) || canonical(state_before) || chr(31) || canonical(tier)
    || chr(31) || canonical(tier_state) || chr(31) || canonical(outcome)
    || chr(31) || canonical(average_fen) || chr(31) || canonical(floor_fen)
    || chr(31) || canonical(averages)
  )) stored,
  primary key (branch_id, customer_id, effective_on)
);
create index tier_change_feed on tier_change (branch_id, ver);

-- The product's own strategy, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select '00000000-0000-7000-8000-000000000133', 'tier.strategy', 0, date '1900-01-01',
  '{"up":"period_end","belowPeriods":3,"watchPeriods":3,"downTo":"best"}', s.v, 1
from scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';
