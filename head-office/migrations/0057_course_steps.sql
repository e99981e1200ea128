-- What was done with a version of a course, by whom and with which words: who handed it in when, and what a
-- review said, stay readable after the next step. Earlier steps stand in the audit log alone.
create table course_step (
  branch_id uuid not null,
  version_id uuid not null,
  nth integer not null check (nth > 0),
  act text not null check (act in ('submit', 'publish', 'return', 'retire')),
  words text,
  by_id uuid not null,
  at timestamptz(3) not null,
  primary key (branch_id, version_id, nth),
  foreign key (branch_id, version_id) references course_version (branch_id, id),
  check (act <> 'return' or words is not null)
);
create index course_step_lately on course_step (branch_id, at) where act in ('publish', 'return');
