import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { authoredCourseSchema } from '#domain/learning/authored-course.ts'
import {
  afterCourseAct,
  type Course,
  type CourseAct,
  courseSchema,
  type CourseState,
  picturesOf,
} from '#domain/learning/course.ts'
import type { CourseDuty } from '#domain/learning/certificate.ts'
import { type Day, dayOfInstant } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { reasonGiven } from '../assessment/deciders.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { nationalId } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { lineManagerOverAll } from '../staff/over-all-outlets.ts'
import { checkPictures, keepPictures } from './pictures.ts'
import { putOnShelf } from './shelf.ts'

/** A version of a course as its authors see it. */
export interface CourseVersion {
  id: string
  version: number
  state: CourseState
  course: Course
  authorId: string
  publishedOn: Day | null
  /** What the last review said. */
  note: string | null
}

const readVersion = `
  select id::text, version, state, course, author_id::text as "authorId",
    to_char(published_on, 'YYYY-MM-DD') as "publishedOn", review_note as note
  from course_version where branch_id = $1 and id = $2 for update`

async function lockVersion(client: pg.ClientBase, id: string): Promise<CourseVersion> {
  const { rows } = await client.query<Omit<CourseVersion, 'course'> & { course: string }>(
    readVersion,
    [nationalId, isId(id) ? id : null],
  )
  const [row] = rows
  if (!row) throw new AppError('learning.notFound')
  return { ...row, course: courseSchema.parse(JSON.parse(row.course)) }
}

/**
 * Writes a draft of a course: a new one, or the one of this code that is being worked on, which must be a
 * draft of the same author. `files` are those of its pictures that head office does not have yet. Returns its
 * id. Throws where it is no course, `request.invalid` for a picture that is missing, is none or is another one
 * than the course says, `learning.moved` while one is in review or somebody else works on it, and
 * `request.forbidden`.
 */
export async function writeDraft(
  pool: pg.Pool,
  given: Course,
  authorId: string,
  nowMs: number,
  files: readonly Uint8Array[] = [],
): Promise<string> {
  const course = authoredCourseSchema.parse(given)
  return inTransaction(pool, 'write', async (client) => {
    const actor = await lineManagerOverAll(client, authorId)
    const { rows } = await client.query<{ id: string; state: CourseState; authorId: string }>(
      `select id::text, state, author_id::text as "authorId" from course_version
       where branch_id = $1 and code = $2 and state in ('draft', 'review') for update`,
      [nationalId, course.code],
    )
    const [known] = rows
    if (known && (known.state !== 'draft' || known.authorId !== authorId)) {
      throw new AppError('learning.moved')
    }
    await keepPictures(client, files, nowMs)
    await checkPictures(client, picturesOf(course))
    const id = known?.id ?? uuidV7(nowMs)
    await client.query(
      `insert into course_version (branch_id, id, code, version, state, course, author_id, written_at)
       select $1, $2, $3, coalesce(max(version), 0) + 1, 'draft', $4, $5, $6
       from course_version where branch_id = $1 and code = $3
       on conflict (branch_id, id) do update set course = excluded.course,
         written_at = excluded.written_at`,
      [nationalId, id, course.code, JSON.stringify(course), authorId, new Date(nowMs)],
    )
    const entry = { branchId: nationalId, actor, action: 'course.write', object: id }
    await recordAudit(client, { ...entry, detail: { code: course.code } }, nowMs)
    return id
  })
}

/** A step with a version of a course. */
export interface CourseMove {
  id: string
  act: CourseAct
  note: string | null
  /** Steps that whoever decides has seen; another one meanwhile, and nothing is done. Absent: as it stands. */
  round?: number
}

/** The last step with a version that is locked; null before the first one. */
async function lastStep(client: pg.ClientBase, id: string) {
  const { rows } = await client.query<{
    nth: number
    act: CourseAct
    words: string | null
    byId: string
  }>(
    `select nth, act, words, by_id::text as "byId" from course_step
     where branch_id = $1 and version_id = $2 order by nth desc limit 1`,
    [nationalId, id],
  )
  return rows[0] ?? null
}

/**
 * Moves a version on: its author submits it, another line manager publishes it or returns it with a note,
 * and one in use is retired. Publishing retires the version before; tries that run on it go on. The same step
 * of the same person, seen from the same round, is done once. Throws `learning.notFound`, `learning.moved`
 * where the act does not apply or somebody was faster, `learning.own` for an own review,
 * `assessment.reasonMissing` for a return without a note, and `request.forbidden`.
 */
export async function moveCourse(
  pool: pg.Pool,
  { id, act, note, round }: CourseMove,
  byId: string,
  nowMs: number,
): Promise<void> {
  await inTransaction(pool, 'write', async (client) => {
    const actor = await lineManagerOverAll(client, byId)
    const { state, authorId, course, version, publishedOn } = await lockVersion(client, id)
    const last = await lastStep(client, id)
    const nth = (last?.nth ?? 0) + 1
    if (round !== undefined && nth !== round + 1) {
      const again = last?.nth === round + 1 && last.act === act && last.byId === byId
      if (again && last.words === note) return
      throw new AppError('learning.moved')
    }
    const to = afterCourseAct(state, act)
    if (to === null) throw new AppError('learning.moved')
    const reviews = act === 'publish' || act === 'return'
    if (reviews === (byId === authorId) && act !== 'retire') throw new AppError('learning.own')
    const today = dayOfInstant(nowMs)
    const words = act === 'return' ? reasonGiven(note ?? '') : note
    if (act === 'publish') {
      await client.query(
        `update course_version set state = 'retired'
         where branch_id = $1 and code = $2 and state = 'published'`,
        [nationalId, course.code],
      )
    }
    await client.query(
      `update course_version set state = $3,
         reviewer_id = case when $4 then $5 else reviewer_id end,
         review_note = case when $4 then $6 else review_note end,
         published_on = case when $3 = 'published' then $7::date else published_on end
       where branch_id = $1 and id = $2`,
      [nationalId, id, to, reviews, byId, words, today],
    )
    if (act === 'publish' || act === 'retire') {
      const retiredOn = act === 'retire' ? today : null
      await putOnShelf(client, { course, version, publishedOn: publishedOn ?? today, retiredOn })
    }
    await client.query(
      `insert into course_step (branch_id, version_id, nth, act, words, by_id, at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [nationalId, id, nth, act, words, byId, new Date(nowMs)],
    )
    const detail = { code: course.code, before: state, after: to }
    const entry = { branchId: nationalId, actor, action: `course.${act}`, object: id, detail }
    await recordAudit(client, entry, nowMs)
  })
}

/** All versions of all courses, by code, the newest first. */
export async function courseVersions(db: pg.Pool | pg.ClientBase): Promise<CourseVersion[]> {
  const { rows } = await db.query<Omit<CourseVersion, 'course'> & { course: string }>(
    `select id::text, version, state, course, author_id::text as "authorId",
       to_char(published_on, 'YYYY-MM-DD') as "publishedOn", review_note as note
     from course_version where branch_id = $1 order by code, version desc`,
    [nationalId],
  )
  return rows.map((row) => ({ ...row, course: courseSchema.parse(JSON.parse(row.course)) }))
}

/** The published version of a course; null where there is none. */
export async function publishedCourse(
  db: pg.Pool | pg.ClientBase,
  code: string,
): Promise<{ id: string; course: Course } | null> {
  const { rows } = await db.query<{ id: string; course: string }>(
    `select id::text, course from course_version
     where branch_id = $1 and code = $2 and state = 'published'`,
    [nationalId, code],
  )
  const [row] = rows
  return row ? { id: row.id, course: courseSchema.parse(JSON.parse(row.course)) } : null
}

/** Published courses as far as they say who has to do them, and since when each code is there. */
export async function courseDuties(db: pg.Pool | pg.ClientBase): Promise<CourseDuty[]> {
  const { rows } = await db.query<{ course: string; publishedOn: Day }>(
    `select v.course, to_char(f.first_on, 'YYYY-MM-DD') as "publishedOn" from course_version v
     join (
       select code, min(published_on) as first_on from course_version
       where branch_id = $1 and published_on is not null group by code
     ) f on f.code = v.code
     where v.branch_id = $1 and v.state = 'published' order by v.code`,
    [nationalId],
  )
  return rows.map(({ course, publishedOn }) => {
    const { code, roles, mandatory } = courseSchema.parse(JSON.parse(course))
    return { code, roles, mandatory, publishedOn }
  })
}
