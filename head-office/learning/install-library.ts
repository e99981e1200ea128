import type pg from 'pg'
import type { Day } from '#domain/time/day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { nationalId } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { library } from './library/index.ts'
import { libraryPictures } from './library/pictures.ts'
import { keepPictures } from './pictures.ts'
import { putOnShelf } from './shelf.ts'

/** The product itself, as author of its courses and as who has reviewed them. */
const author = nameBasedId('rule', 'course', 'author')
const reviewer = nameBasedId('rule', 'course', 'reviewer')

/**
 * Publishes the product's own courses as version 0, each unless its code is there. For the demo: a bank
 * begins with an empty shelf, takes what it wants into drafts, and reviews it.
 */
export async function installLibrary(
  pool: pg.Pool,
  publishedOn: Day,
  nowMs: number,
): Promise<void> {
  await inTransaction(pool, 'write', async (client) => {
    await keepPictures(client, libraryPictures(), nowMs)
    for (const course of library) {
      const { rowCount } = await client.query(
        `insert into course_version (branch_id, id, code, version, state, course, author_id,
           written_at, reviewer_id, published_on)
         select $1, $2, $3, 0, 'published', $4, $5, $6, $7, $8
         where not exists (select from course_version where branch_id = $1 and code = $3)`,
        [
          nationalId,
          nameBasedId('rule', 'course_version', `${course.code}/0`),
          course.code,
          JSON.stringify(course),
          author,
          new Date(nowMs),
          reviewer,
          publishedOn,
        ],
      )
      if (rowCount === 0) continue
      await putOnShelf(client, { course, version: 0, publishedOn, retiredOn: null })
    }
  })
}
