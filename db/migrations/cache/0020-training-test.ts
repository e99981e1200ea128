import { sqlMigration } from '../run.ts'

/** The course of a training, and what its test came to. Rows stay; indexes are made anew with the next opening. */
export const cacheTrainingTest = sqlMigration('CacheTrainingTest1700000000020', [
  `ALTER TABLE training_session RENAME TO earlier_training_session`,
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
    course_code TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `INSERT INTO training_session (
      branch_id, id, on_day, title, material, trainer_id, test, state, outcome, planned_by, planned_at,
      ver, rev)
    SELECT branch_id, id, on_day, title, material, trainer_id, test, state, outcome, planned_by,
      planned_at, ver, rev
    FROM earlier_training_session`,
  `DROP TABLE earlier_training_session`,
  `ALTER TABLE training_attendance RENAME TO earlier_training_attendance`,
  `CREATE TABLE training_attendance (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    signed_in_at INTEGER NOT NULL,
    test_points INTEGER,
    test_passed INTEGER,
    test_tries INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `INSERT INTO training_attendance (
      branch_id, id, session_id, staff_id, signed_in_at, test_points, test_tries, ver, rev)
    SELECT branch_id, id, session_id, staff_id, signed_in_at, test_points, 0, ver, rev
    FROM earlier_training_attendance`,
  `DROP TABLE earlier_training_attendance`,
])
