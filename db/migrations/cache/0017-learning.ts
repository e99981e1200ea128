import { sqlMigration } from '../run.ts'

/** Courses and what people did with them, trainings, feedback, without indexes (see `schema/indexes.ts`). */
export const cacheLearning = sqlMigration('CacheLearning1700000000017', [
  `CREATE TABLE course (
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    published_on TEXT NOT NULL,
    first_on TEXT NOT NULL,
    retired_on TEXT,
    course TEXT NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE course_assignment (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    course_code TEXT NOT NULL,
    due_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    assigned_by TEXT NOT NULL,
    assigned_at INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE course_progress (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    course_code TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    card INTEGER NOT NULL,
    read_at INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE course_certificate (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    course_code TEXT NOT NULL,
    passed_on TEXT NOT NULL,
    valid_until TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE training_session (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    on_day TEXT NOT NULL,
    title TEXT NOT NULL,
    material TEXT NOT NULL,
    trainer_id TEXT NOT NULL,
    test INTEGER NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    planned_by TEXT NOT NULL,
    planned_at INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE training_attendance (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    signed_in_at INTEGER NOT NULL,
    test_points INTEGER,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE feedback (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    words TEXT NOT NULL,
    state TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,
    answer_due_on TEXT,
    adopted_on TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE feedback_entry (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    feedback_id TEXT NOT NULL,
    nth INTEGER NOT NULL,
    act TEXT NOT NULL,
    words TEXT,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
