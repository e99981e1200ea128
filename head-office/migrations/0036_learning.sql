-- Learning: versions of courses, what was assigned, how far somebody is, tries at quizzes, certificates;
-- trainings in a branch; feedback. Nothing of it is synced.

-- One row a version, under the nil UUID: courses are the whole tree's. `course` is JSON of
-- domain/learning/course.ts; a published version is never changed.
create table course_version (
  branch_id uuid not null,
  id uuid not null,
  code text not null,
  version integer not null,
  state text not null check (state in ('draft', 'review', 'published', 'retired')),
  course text not null,
  author_id uuid not null,
  written_at timestamptz(3) not null,
  reviewer_id uuid,
  review_note text,
  published_on date,
  primary key (branch_id, id),
  check (reviewer_id <> author_id),
  check (state not in ('published', 'retired') or (reviewer_id is not null and published_on is not null))
);
create unique index course_version_of on course_version (branch_id, code, version);
create unique index course_version_published on course_version (branch_id, code)
  where state = 'published';
create unique index course_version_worked_on on course_version (branch_id, code)
  where state in ('draft', 'review');

create table course_assignment (
  branch_id uuid not null,
  staff_id uuid not null,
  course_code text not null,
  due_on date not null,
  reason text not null,
  assigned_by uuid not null,
  assigned_at timestamptz(3) not null,
  primary key (branch_id, staff_id, course_code)
);

create table course_progress (
  branch_id uuid not null,
  staff_id uuid not null,
  course_code text not null,
  unit_id text not null,
  card integer not null check (card > 0),
  read_at timestamptz(3) not null,
  primary key (branch_id, staff_id, course_code, unit_id)
);

-- A try belongs to the version it began with. Its seed decides what it asks.
create table course_attempt (
  branch_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  course_code text not null,
  version_id uuid not null,
  seed text not null,
  started_at timestamptz(3) not null,
  finished_at timestamptz(3),
  right_answers integer,
  passed boolean,
  primary key (branch_id, id),
  check ((finished_at is null) = (right_answers is null)),
  check ((finished_at is null) = (passed is null))
);
create unique index course_attempt_running on course_attempt (branch_id, staff_id, course_code)
  where finished_at is null;
create index course_attempt_of on course_attempt (branch_id, staff_id, course_code, started_at);

create table course_answer (
  branch_id uuid not null,
  attempt_id uuid not null,
  question_id text not null,
  option_id text not null,
  answered_at timestamptz(3) not null,
  primary key (branch_id, attempt_id, question_id)
);

create table course_certificate (
  branch_id uuid not null,
  staff_id uuid not null,
  attempt_id uuid not null,
  course_code text not null,
  passed_on date not null,
  valid_until date,
  primary key (branch_id, staff_id, attempt_id)
);

create table feedback (
  branch_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  topic text not null,
  words text not null,
  state text not null check (state in ('submitted', 'accepted', 'answered', 'adopted', 'declined')),
  submitted_at timestamptz(3) not null,
  answer_due_on date,
  adopted_on date,
  primary key (branch_id, id),
  check ((state = 'submitted') = (answer_due_on is null)),
  check ((state = 'adopted') = (adopted_on is not null))
);
create index feedback_of on feedback (branch_id, staff_id, submitted_at);

-- What was done with a feedback, and what its author was told.
create table feedback_entry (
  branch_id uuid not null,
  feedback_id uuid not null,
  nth integer not null,
  act text not null,
  words text,
  by_id uuid not null,
  at timestamptz(3) not null,
  primary key (branch_id, feedback_id, nth)
);

create table training_session (
  branch_id uuid not null,
  id uuid not null,
  on_day date not null,
  title text not null,
  material text not null,
  trainer_id uuid not null,
  test boolean not null,
  state text not null check (state in ('planned', 'held', 'closed', 'cancelled')),
  outcome text,
  planned_by uuid not null,
  planned_at timestamptz(3) not null,
  primary key (branch_id, id),
  check ((state in ('closed', 'cancelled')) = (outcome is not null))
);

create table training_attendance (
  branch_id uuid not null,
  session_id uuid not null,
  staff_id uuid not null,
  signed_in_at timestamptz(3) not null,
  test_points integer check (test_points between 0 and 100),
  primary key (branch_id, session_id, staff_id)
);
