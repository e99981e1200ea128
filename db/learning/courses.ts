import type { Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/** A course of the shelf; `course` is JSON of `ShelfCourse`. */
export interface CachedCourse {
  code: string
  version: number
  published_on: Day
  first_on: Day
  retired_on: Day | null
  course: string
}

/** Every course that was ever published, also those taken off the shelf. */
export function coursesOfShelf(db: ReadDatabase): CachedCourse[] {
  return all(
    db,
    'SELECT code, version, published_on, first_on, retired_on, course FROM course ORDER BY first_on, code',
  )
}

/** A course by its code; undefined for none. */
export function courseByCode(db: ReadDatabase, code: string): CachedCourse | undefined {
  return first(
    db,
    'SELECT code, version, published_on, first_on, retired_on, course FROM course WHERE code = ?',
    code,
  )
}

/** A picture of courses by the SHA-256 of its file, in base64; undefined where it has not come yet. */
export function pictureByHash(db: ReadDatabase, hash: string): { content: string } | undefined {
  return first(db, 'SELECT content FROM course_picture WHERE hash = ?', hash)
}

/** What one person did with courses, by course. */
export interface OwnLearning {
  read: { staff_id: string; course_code: string; unit_id: string; card: number }[]
  certificates: {
    staff_id: string
    course_code: string
    passed_on: Day
    valid_until: Day | null
  }[]
  assignments: {
    staff_id: string
    course_code: string
    due_on: Day
    reason: string
    by_name: string | null
  }[]
}

/** What somebody did with all courses, or (`staffId` null) everybody of the branch with one of them. */
export function learningOf(
  db: ReadDatabase,
  { staffId, code }: { staffId: string; code: null } | { staffId: null; code: string },
): OwnLearning {
  const [where, value] = staffId === null ? ['course_code', code] : ['staff_id', staffId]
  return {
    read: all(
      db,
      `SELECT staff_id, course_code, unit_id, card FROM course_progress WHERE ${where} = ?`,
      value,
    ),
    certificates: all(
      db,
      `SELECT staff_id, course_code, passed_on, valid_until FROM course_certificate
       WHERE ${where} = ? ORDER BY passed_on DESC, id DESC`,
      value,
    ),
    assignments: all(
      db,
      `SELECT a.staff_id, a.course_code, a.due_on, a.reason, s.name AS by_name
       FROM course_assignment a LEFT JOIN staff s ON s.id = a.assigned_by WHERE a.${where} = ?`,
      value,
    ),
  }
}

/** An active person of the branch; `roles` joined by commas. */
export interface CachedColleague {
  id: string
  staff_no: string
  name: string
  roles: string
}

/** Who works in the branch, by number. */
export function colleaguesOf(db: ReadDatabase, branchId: string): CachedColleague[] {
  return all(
    db,
    `SELECT s.id, s.staff_no, s.name, coalesce((SELECT group_concat(DISTINCT r.role) FROM staff_role r
       WHERE r.staff_id = s.id), '') AS roles
     FROM staff s WHERE s.active = 1 AND s.branch_id = ? ORDER BY s.staff_no`,
    branchId,
  )
}
