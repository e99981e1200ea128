-- Cases that are worked: who has one in hand, until when, and every act as an entry. What came back is a
-- ledger of such entries; `recovered_fen` is its sum.

-- The product's own working days for a case, as version 0 (see 0012).
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';

insert into parameter (id, key, version, effective_from, value, ver, rev)
select '00000000-0000-7000-8000-000000000181', 'risk.case_days', 0, date '1900-01-01', '5', s.v, 1
from scope_version s
where s.branch_id = '00000000-0000-0000-0000-000000000000';

create table risk_case_entry (
  branch_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  -- Counts the entries of a case from 1.
  nth integer not null,
  act text not null check (act in ('take', 'release', 'note', 'measure', 'recover', 'reverse',
    'handle', 'false_alarm', 'reopen', 'close')),
  text text,
  measure text check ((measure is not null) = (act = 'measure')),
  fen bigint check ((fen is not null) = (act = 'recover') and fen > 0),
  -- The entry that a 'reverse' takes back.
  entry_id uuid check ((entry_id is not null) = (act = 'reverse')),
  at timestamptz(3) not null,
  by_id uuid not null,
  primary key (branch_id, id)
);
create unique index risk_case_entry_of on risk_case_entry (branch_id, case_id, nth);

alter table risk_case drop constraint risk_case_state_check;
alter table risk_case add column officer_id uuid, add column due_on date,
  add column false_alarm boolean not null default false,
  -- Newest day of its money, where that moved on after an officer took the case.
  add column moved_on date;

-- Steps of the former kind: each as an entry, and what came back in all as one.
insert into risk_case_entry (branch_id, id, case_id, nth, act, text, at, by_id)
select k.branch_id, md5(k.id::text || s.nth)::uuid, k.id, s.nth,
  case s.step ->> 'to' when 'checked' then 'note' when 'handled' then 'handle'
    when 'false_alarm' then 'false_alarm' else 'close' end,
  coalesce(s.step ->> 'seen', s.step ->> 'done'),
  to_timestamp((s.step ->> 'at')::float8 / 1000), (s.step ->> 'by')::uuid
from risk_case k
cross join lateral jsonb_array_elements(k.history::jsonb) with ordinality as s(step, nth);
insert into risk_case_entry (branch_id, id, case_id, nth, act, fen, at, by_id)
select branch_id, md5(id::text || 'recovered')::uuid, id, 100000, 'recover', recovered_fen, state_at,
  state_by
from risk_case where recovered_fen > 0;

update risk_case set officer_id = state_by where state <> 'new';
update risk_case set false_alarm = true where history like '%"to":"false_alarm"%';
update risk_case set state = 'checking' where state = 'checked';
update risk_case k set due_on = c.found_on + 7
from risk_clue c where c.branch_id = k.branch_id and c.id = k.id;
alter table risk_case alter column due_on set not null;
alter table risk_case drop column seen, drop column done, drop column history;
alter table risk_case add constraint risk_case_state
  check (state in ('new', 'checking', 'handled', 'false_alarm', 'closed'));
