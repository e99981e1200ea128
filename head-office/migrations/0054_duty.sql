-- Days on which somebody is not on full duty, as somebody records them and terminals show them; before, days
-- stood one by one and nobody could write them. The columns are those of contract/sync/rows/tables.ts, in wire
-- order.
create table duty_entry (
  branch_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  from_day date not null,
  until_day date,
  tenths integer not null,
  kind text not null,
  reason text not null,
  recorded_by uuid not null,
  recorded_at timestamptz(3) not null,
  withdrawn_by uuid,
  withdrawn_at timestamptz(3),
  withdrawn_reason text,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(staff_id)
    || chr(31) || canonical(from_day) || chr(31) || canonical(until_day)
    || chr(31) || canonical(tenths) || chr(31) || canonical(kind) || chr(31) || canonical(reason)
    || chr(31) || canonical(recorded_by) || chr(31) || canonical(recorded_at)
    || chr(31) || canonical(withdrawn_by) || chr(31) || canonical(withdrawn_at)
    || chr(31) || canonical(withdrawn_reason)
  )) stored,
  primary key (branch_id, id),
  check (recorded_by <> staff_id),
  check (until_day >= from_day),
  check (tenths between 0 and 9)
);
create index duty_entry_feed on duty_entry (branch_id, ver);
create index duty_entry_by_person on duty_entry (staff_id, from_day);

update scope_version set v = v + 1 where branch_id in (select branch_id from duty_exception);
insert into duty_entry (branch_id, id, staff_id, from_day, until_day, tenths, kind, reason, recorded_by,
  recorded_at, ver, rev)
select d.branch_id, gen_random_uuid(), d.staff_id, d.day, d.day, d.tenths,
  case when d.tenths = 0 then 'other' else 'part_time' end, d.reason,
  '00000000-0000-0000-0000-000000000000', now(), s.v, 1
from duty_exception d join scope_version s on s.branch_id = d.branch_id
where d.tenths < 10;
drop table duty_exception;
