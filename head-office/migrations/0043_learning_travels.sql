-- Learning travels: what 0036 kept at head office alone becomes tables of contract/sync/rows/tables.ts, the
-- columns in wire order. No route or command led to these tables before, so nothing that stands in them is lost.
drop table course_assignment, course_progress, course_certificate, training_session,
  training_attendance, feedback, feedback_entry;

create table course (
  code text not null,
  version integer not null,
  published_on date not null,
  first_on date not null,
  retired_on date,
  course text not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(code) || chr(31) || canonical(version) || chr(31) || canonical(published_on)
    || chr(31) || canonical(first_on) || chr(31) || canonical(retired_on)
    || chr(31) || canonical(course)
  )) stored,
  primary key (code)
);
create index course_feed on course (ver);

create table course_assignment (
  branch_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  course_code text not null,
  due_on date not null,
  reason text not null,
  assigned_by uuid not null,
  assigned_at timestamptz not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(staff_id)
    || chr(31) || canonical(course_code) || chr(31) || canonical(due_on)
    || chr(31) || canonical(reason) || chr(31) || canonical(assigned_by)
    || chr(31) || canonical(assigned_at)
  )) stored,
  primary key (branch_id, id)
);
create index course_assignment_feed on course_assignment (branch_id, ver);
create index course_assignment_of on course_assignment (staff_id);

create table course_progress (
  branch_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  course_code text not null,
  unit_id text not null,
  card integer not null,
  read_at timestamptz not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(staff_id)
    || chr(31) || canonical(course_code) || chr(31) || canonical(unit_id)
    || chr(31) || canonical(card) || chr(31) || canonical(read_at)
  )) stored,
  primary key (branch_id, id)
);
create index course_progress_feed on course_progress (branch_id, ver);
create index course_progress_of on course_progress (staff_id, course_code);

create table course_certificate (
  branch_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  course_code text not null,
  passed_on date not null,
  valid_until date,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(staff_id)
    || chr(31) || canonical(course_code) || chr(31) || canonical(passed_on)
    || chr(31) || canonical(valid_until)
  )) stored,
  primary key (branch_id, id)
);
create index course_certificate_feed on course_certificate (branch_id, ver);
create index course_certificate_of on course_certificate (staff_id);

create table training_session (
  branch_id uuid not null,
  id uuid not null,
  on_day date not null,
  title text not null,
  material text not null,
  trainer_id uuid not null,
  test boolean not null,
  state text not null,
  outcome text,
  planned_by uuid not null,
  planned_at timestamptz not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(on_day)
    || chr(31) || canonical(title) || chr(31) || canonical(material)
    || chr(31) || canonical(trainer_id) || chr(31) || canonical(test) || chr(31) || canonical(state)
    || chr(31) || canonical(outcome) || chr(31) || canonical(planned_by)
    || chr(31) || canonical(planned_at)
  )) stored,
  primary key (branch_id, id)
);
create index training_session_feed on training_session (branch_id, ver);

create table training_attendance (
  branch_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  staff_id uuid not null,
  signed_in_at timestamptz not null,
  test_points integer,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(session_id)
    || chr(31) || canonical(staff_id) || chr(31) || canonical(signed_in_at)
    || chr(31) || canonical(test_points)
  )) stored,
  primary key (branch_id, id)
);
create index training_attendance_feed on training_attendance (branch_id, ver);
create index training_attendance_of on training_attendance (branch_id, session_id);

create table feedback (
  branch_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  topic text not null,
  words text not null,
  state text not null,
  submitted_at timestamptz not null,
  answer_due_on date,
  adopted_on date,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(staff_id)
    || chr(31) || canonical(topic) || chr(31) || canonical(words) || chr(31) || canonical(state)
    || chr(31) || canonical(submitted_at) || chr(31) || canonical(answer_due_on)
    || chr(31) || canonical(adopted_on)
  )) stored,
  primary key (branch_id, id)
);
create index feedback_feed on feedback (branch_id, ver);
create index feedback_of on feedback (staff_id, submitted_at);

create table feedback_entry (
  branch_id uuid not null,
  id uuid not null,
  feedback_id uuid not null,
  nth integer not null,
  act text not null,
  words text,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  ver bigint not null,
  rev bigint not null,
  row_hash bigint not null generated always as (row_hash_of(
    canonical(branch_id) || chr(31) || canonical(id) || chr(31) || canonical(feedback_id)
    || chr(31) || canonical(nth) || chr(31) || canonical(act) || chr(31) || canonical(words)
    || chr(31) || canonical(by_id) || chr(31) || canonical(by_name) || chr(31) || canonical(at)
  )) stored,
  primary key (branch_id, id)
);
create index feedback_entry_feed on feedback_entry (branch_id, ver);
create index feedback_entry_of on feedback_entry (branch_id, feedback_id);

-- Courses that are published already stand on the shelf, without the questions that are scored.
insert into scope_version (branch_id, v) values ('00000000-0000-0000-0000-000000000000', 0)
  on conflict (branch_id) do nothing;
update scope_version set v = v + 1 where branch_id = '00000000-0000-0000-0000-000000000000';
insert into course (code, version, published_on, first_on, retired_on, course, ver, rev)
select c.code, c.version, c.published_on, f.first_on, null, (c.course::jsonb - 'bank')::text, s.v, 1
from course_version c
join (
  select code, min(published_on) as first_on from course_version
  where published_on is not null group by code
) f on f.code = c.code
cross join scope_version s
where c.state = 'published' and s.branch_id = '00000000-0000-0000-0000-000000000000';
