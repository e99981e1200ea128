import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { type Course, picturesOf } from '#domain/learning/course.ts'
import { type CoursePicture, type CourseRecord, shelfCourse } from '#domain/learning/records.ts'
import type { Day } from '#domain/time/day.ts'
import { wireRow } from '../sources/wire-row.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import { nationalId } from '../store/scope-version.ts'
import { picturesNamed } from './pictures.ts'

/** What became of a version of a course, as every branch's shelf shows it. */
export interface Shelved {
  course: Course
  version: number
  publishedOn: Day
  /** Null while it is in use. */
  retiredOn: Day | null
}

async function firstOn(client: pg.ClientBase, code: string, publishedOn: Day): Promise<Day> {
  const { rows } = await client.query<{ first: Day | null }>(
    `select to_char(min(published_on), 'YYYY-MM-DD') as first from course_version
     where branch_id = $1 and code = $2 and published_on is not null`,
    [nationalId, code],
  )
  const first = rows[0]?.first ?? publishedOn
  return first < publishedOn ? first : publishedOn
}

/**
 * Puts a version of a course on the shelf of every branch in place of the one before, without the questions
 * that are scored, and beside it the pictures that are not there yet. Call it late: it locks the national scope until the commit.
 */
export async function putOnShelf(client: pg.ClientBase, shelved: Shelved): Promise<void> {
  const { course, version, publishedOn, retiredOn } = shelved
  const record: CourseRecord = {
    code: course.code,
    version,
    published_on: publishedOn,
    first_on: await firstOn(client, course.code, publishedOn),
    retired_on: retiredOn,
    course: JSON.stringify(shelfCourse(course)),
  }
  await stageRows(client, 'course', [wireRow(tableNamed('course'), record)])
  const pictures = await picturesNamed(client, picturesOf(course))
  const shown = pictures.map(({ hash, bytes }): CoursePicture => {
    return { hash, content: bytes.toString('base64') }
  })
  const table = tableNamed('course_picture')
  await stageRows(
    client,
    'course_picture',
    shown.map((record) => wireRow(table, record)),
  )
  await mergeStaged(client)
}
