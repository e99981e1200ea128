import type { TrainingState } from '#domain/learning/training.ts'
import type { Day } from '#domain/time/day.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** A training as the cache holds it; `queued` counts what waits for head office. */
export interface CachedTraining {
  id: string
  on_day: Day
  title: string
  material: string
  trainer_id: string
  trainer_name: string | null
  test: number
  state: TrainingState
  outcome: string | null
  course_code: string | null
  queued: number
}

/** Somebody who signed in. */
export interface CachedAttendance {
  session_id: string
  staff_id: string
  name: string | null
  signed_in_at: number
  test_points: number | null
  test_passed: number | null
  test_tries: number
  queued: number
}

const waits = (table: string, alias: string) => `EXISTS (SELECT 1 FROM overlay o
  WHERE o.table_name = '${table}' AND o.row_key = json_array(${alias}.id)) AS queued`

/** The trainings of the branch, the next ones first, then the last ones. */
export function trainingsOfBranch(db: ReadDatabase): CachedTraining[] {
  return all(
    db,
    `SELECT t.id, t.on_day, t.title, t.material, t.trainer_id, s.name AS trainer_name, t.test, t.state,
       t.outcome, t.course_code, ${waits('training_session', 't')}
     FROM training_session t LEFT JOIN staff s ON s.id = t.trainer_id
     ORDER BY t.state NOT IN ('planned', 'held'),
       CASE WHEN t.state IN ('planned', 'held') THEN t.on_day END, t.on_day DESC, t.id`,
  )
}

/** Who signed in to trainings, in the order of the signing. */
export function attendanceOfBranch(db: ReadDatabase): CachedAttendance[] {
  return all(
    db,
    `SELECT a.session_id, a.staff_id, s.name, a.signed_in_at, a.test_points,
       a.test_passed, a.test_tries, ${waits('training_attendance', 'a')}
     FROM training_attendance a LEFT JOIN staff s ON s.id = a.staff_id
     ORDER BY a.signed_in_at, a.id`,
  )
}
