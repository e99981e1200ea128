import type pg from 'pg'
import type { z } from 'zod'
import {
  type DecidedReview,
  type decideReviewReplySchema,
  type decideReviewRequestSchema,
  longestReviews,
  type ReviewFile,
  type reviewPictureReplySchema,
  type reviewPictureRequestSchema,
  type reviewReplySchema,
  type reviewRequestSchema,
  type ReviewsReply,
  type reviewsRequestSchema,
  type WaitingReview,
} from '#contract/sync/course-review.ts'
import { courseDifference, differenceCount } from '#domain/learning/course-difference.ts'
import { type Course, courseSchema } from '#domain/learning/course.ts'
import { type Day, dayOfInstant } from '#domain/time/day.ts'
import { recordAudit } from '../audit/audit-log.ts'
import type { DeviceSession } from '../devices/session.ts'
import { isId } from '../server/parse.ts'
import type { HeadOffice } from '../server/context.ts'
import { numberOverAll } from '../staff/over-all-outlets.ts'
import { nationalId } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { grantedStaff, refuseReading } from '../supervision/granted-staff.ts'
import { moveCourse } from './courses.ts'
import { picturesNamed } from './pictures.ts'

/**
 * Who reviews courses: a line manager above all outlets. Throws `request.forbidden`, with a trace, for
 * everybody else: what is right about a question that is scored is nobody else's to know.
 */
async function reviewer(
  office: HeadOffice,
  session: DeviceSession,
  grant: string,
  object: string,
): Promise<{ id: string; staffNo: string }> {
  const { id, staffNo } = await grantedStaff(office, session, grant, object)
  if ((await numberOverAll(office.pool, id)) === null) {
    return refuseReading(office, session, staffNo, object)
  }
  return { id, staffNo }
}

interface VersionRow {
  id: string
  code: string
  version: number
  state: ReviewFile['state']
  course: string
  authorName: string
  own: boolean
  publishedOn: Day | null
  submittedAtMs: number
  times: number
  round: number
  beforeVersion: number | null
  before: string | null
  firstOn: Day | null
}

/** A version with the one before it, that was in use last; `$1` is the nil UUID, `$2` who reads. */
const versionSql = `
  select v.id::text, v.code, v.version, v.state, v.course, coalesce(a.name, '') as "authorName",
    v.author_id = $2 as own, to_char(v.published_on, 'YYYY-MM-DD') as "publishedOn",
    (extract(epoch from coalesce(h.submitted_at, v.written_at)) * 1000)::float8 as "submittedAtMs",
    greatest(h.times, 1)::int as times, h.round::int as round,
    b.version as "beforeVersion", b.course as before, to_char(f.first_on, 'YYYY-MM-DD') as "firstOn"
  from course_version v
  left join staff a on a.id = v.author_id
  cross join lateral (
    select max(s.at) filter (where s.act = 'submit') as submitted_at,
      count(*) filter (where s.act = 'submit') as times, coalesce(max(s.nth), 0) as round
    from course_step s where s.branch_id = v.branch_id and s.version_id = v.id
  ) h
  left join lateral (
    select o.version, o.course from course_version o
    where o.branch_id = v.branch_id and o.code = v.code and o.version < v.version
      and o.published_on is not null
    order by o.version desc limit 1
  ) b on true
  cross join lateral (
    select min(o.published_on) as first_on from course_version o
    where o.branch_id = v.branch_id and o.code = v.code
  ) f
  where v.branch_id = $1`

const courseOf = (text: string): Course => courseSchema.parse(JSON.parse(text))

function waitingOf(row: VersionRow): WaitingReview {
  const { id, code, version, authorName, own, submittedAtMs, times, beforeVersion } = row
  const course = courseOf(row.course)
  const { title, roles, mandatory, validMonths } = course
  const before = row.before === null ? null : courseOf(row.before)
  return {
    ...{ id, code, title, version, authorName, own, submittedAtMs, times },
    ...{ before: beforeVersion, roles, mandatory, validMonths },
    count: differenceCount(courseDifference(before, course)),
  }
}

async function decidedLately(client: pg.ClientBase, readerId: string): Promise<DecidedReview[]> {
  const { rows } = await client.query<Omit<DecidedReview, 'title'> & { course: string }>(
    `select v.id::text, v.code, v.version, v.course, coalesce(a.name, '') as "authorName",
       v.author_id = $2 as own, s.act, s.words, coalesce(d.name, '') as "byName",
       (extract(epoch from s.at) * 1000)::float8 as "atMs",
       case when s.act = 'publish' then to_char(v.published_on, 'YYYY-MM-DD') end as "validFrom"
     from course_step s
     join course_version v on v.branch_id = s.branch_id and v.id = s.version_id
     left join staff a on a.id = v.author_id
     left join staff d on d.id = s.by_id
     where s.branch_id = $1 and s.act in ('publish', 'return')
     order by s.at desc, s.nth desc limit ${longestReviews.decided}`,
    [nationalId, readerId],
  )
  return rows.map(({ course, ...decided }) => ({ ...decided, title: courseOf(course).title }))
}

/** What waits for a review, and what was decided lately. Throws as {@link reviewer}. */
export async function readReviews(
  office: HeadOffice,
  session: DeviceSession,
  { grant }: z.infer<typeof reviewsRequestSchema>,
): Promise<ReviewsReply> {
  const { id } = await reviewer(office, session, grant, 'course.reviews')
  return inTransaction(office.pool, 'snapshot', async (client) => {
    const { rows } = await client.query<VersionRow>(
      `${versionSql} and v.state = 'review'
       order by "submittedAtMs", v.id limit ${longestReviews.waiting}`,
      [nationalId, id],
    )
    return {
      epoch: session.epoch,
      asOfMs: office.clock.now(),
      waiting: rows.map(waitingOf),
      decided: await decidedLately(client, id),
    }
  })
}

async function stepsOf(client: pg.ClientBase, versionId: string): Promise<ReviewFile['steps']> {
  const { rows } = await client.query<ReviewFile['steps'][number]>(
    `select s.act, s.words, coalesce(p.name, '') as "byName",
       (extract(epoch from s.at) * 1000)::float8 as "atMs"
     from course_step s left join staff p on p.id = s.by_id
     where s.branch_id = $1 and s.version_id = $2 order by s.nth desc`,
    [nationalId, versionId],
  )
  return rows
}

/**
 * One version that was handed in, with its bank and what is right; every opening is audited. Null where
 * there is none. Throws as {@link reviewer}.
 */
export async function readReview(
  office: HeadOffice,
  session: DeviceSession,
  { grant, id }: z.infer<typeof reviewRequestSchema>,
): Promise<z.infer<typeof reviewReplySchema>> {
  const reader = await reviewer(office, session, grant, 'course.review')
  const asOfMs = office.clock.now()
  const review = await inTransaction(office.pool, 'snapshot', async (client) => {
    const { rows } = await client.query<VersionRow>(
      `${versionSql} and v.id = $3 and (v.state = 'review' or h.round > 0)`,
      [nationalId, reader.id, isId(id) ? id : null],
    )
    const [row] = rows
    if (!row) return null
    const { code, version, state, authorName, own, round, publishedOn, firstOn } = row
    const course = courseOf(row.course)
    const before =
      row.before === null || row.beforeVersion === null
        ? null
        : { version: row.beforeVersion, course: courseOf(row.before) }
    return {
      ...{ id: row.id, code, title: course.title, version, authorName, own, state },
      ...{ course, before, firstOn, publishedOn, round, steps: await stepsOf(client, row.id) },
    }
  })
  if (review) {
    const detail = { code: review.code, version: review.version }
    const entry = { branchId: nationalId, actor: reader.staffNo, action: 'course.review.read' }
    await recordAudit(office.pool, { ...entry, object: review.id, detail }, asOfMs)
  }
  return { epoch: session.epoch, asOfMs, review }
}

/** A picture that authors brought, for who reviews the card that shows it. Throws as {@link reviewer}. */
export async function readReviewPicture(
  office: HeadOffice,
  session: DeviceSession,
  { grant, hash }: z.infer<typeof reviewPictureRequestSchema>,
): Promise<z.infer<typeof reviewPictureReplySchema>> {
  await reviewer(office, session, grant, 'course.picture')
  const [picture] = await picturesNamed(office.pool, [{ hash }])
  const content = picture?.bytes.toString('base64') ?? null
  return { epoch: session.epoch, asOfMs: office.clock.now(), content }
}

/**
 * Ends a review: publishes the version from today on, or gives it back with a reason. Throws as
 * {@link reviewer} and {@link moveCourse}.
 */
export async function decideReview(
  office: HeadOffice,
  session: DeviceSession,
  { grant, ...given }: z.infer<typeof decideReviewRequestSchema>,
): Promise<z.infer<typeof decideReviewReplySchema>> {
  const { id } = await reviewer(office, session, grant, 'course.review')
  const nowMs = office.clock.now()
  await moveCourse(office.pool, given, id, nowMs)
  const validFrom = given.act === 'publish' ? dayOfInstant(nowMs) : null
  return { epoch: session.epoch, asOfMs: nowMs, validFrom }
}
