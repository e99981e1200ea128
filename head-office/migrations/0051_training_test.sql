-- The short test of a training, drawn from the bank of a course. The columns are those of
-- contract/sync/rows/tables.ts, in wire order: `ver`, `rev` and `row_hash` come after them, so they are made
-- anew with the values they had.

alter table training_session drop column row_hash;
alter table training_session rename column ver to earlier_ver;
alter table training_session rename column rev to earlier_rev;
alter table training_session
  add column course_code text,
  add column ver bigint,
  add column rev bigint;
update training_session set ver = earlier_ver, rev = earlier_rev;
alter table training_session
  drop column earlier_ver,
  drop column earlier_rev,
  alter column ver set not null,
  alter column rev set not null;
create index training_session_feed on training_session (branch_id, ver);
alter table training_session add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(on_day)
    || chr(31) || canonical(title) || chr(31) || canonical(material)
    || chr(31) || canonical(trainer_id) || chr(31) || canonical(test) || chr(31) || canonical(state)
    || chr(31) || canonical(outcome) || chr(31) || canonical(planned_by)
    || chr(31) || canonical(planned_at) || chr(31) || canonical(course_code)
  )) stored;

alter table training_attendance drop column row_hash;
alter table training_attendance rename column ver to earlier_ver;
alter table training_attendance rename column rev to earlier_rev;
alter table training_attendance
  add column test_passed boolean,
  add column test_tries integer,
  add column ver bigint,
  add column rev bigint;
update training_attendance set ver = earlier_ver, rev = earlier_rev, test_tries = 0;
alter table training_attendance
  drop column earlier_ver,
  drop column earlier_rev,
  alter column test_tries set not null,
  alter column ver set not null,
  alter column rev set not null;
create index training_attendance_feed on training_attendance (branch_id, ver);
alter table training_attendance add column row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(session_id)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(signed_in_at)
    || chr(31) || canonical(test_points) || chr(31) || canonical(test_passed)
    || chr(31) || canonical(test_tries)
  )) stored;

-- A try may be one for a training, which may be of another branch than the person's home. One runs a person,
-- course and purpose; the tries of a day are counted over all of them.
alter table course_attempt
  add column session_branch_id uuid,
  add column session_id uuid,
  add check ((session_branch_id is null) = (session_id is null));
drop index course_attempt_running;
create unique index course_attempt_running on course_attempt
  (branch_id, staff_id, course_code, coalesce(session_id, '00000000-0000-0000-0000-000000000000'))
  where finished_at is null;
