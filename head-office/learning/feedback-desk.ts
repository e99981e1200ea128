import type { z } from 'zod'
import {
  type DeskFeedback,
  type feedbackDeskReplySchema,
  type feedbackDeskRequestSchema,
  longestFeedbackDesk,
} from '#contract/sync/learning.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { unitsBelow } from '../staff/units-below.ts'
import { grantedStaff, refuseReading } from '../supervision/granted-staff.ts'

const open = `f.state in ('submitted', 'accepted', 'answered')`

const listSql = (order: string) => `
  select f.id::text, f.branch_id::text as "branchId", coalesce(u.name, '') as "branchName",
    coalesce(a.name, '') as "authorName", f.topic, f.words, f.state,
    (extract(epoch from f.submitted_at) * 1000)::float8 as "submittedAtMs",
    to_char(f.answer_due_on, 'YYYY-MM-DD') as "answerDueOn", f.staff_id = $2 as own,
    coalesce((select json_agg(json_build_object('act', e.act, 'words', e.words, 'byName', e.by_name,
        'atMs', (extract(epoch from e.at) * 1000)::bigint) order by e.nth)
      from feedback_entry e where e.branch_id = f.branch_id and e.feedback_id = f.id), '[]') as steps
  from feedback f
  left join org_unit u on u.id = f.branch_id
  left join staff_credential h on h.staff_id = f.staff_id
  left join staff a on a.branch_id = h.branch_id and a.id = h.staff_id
  where f.branch_id = any($1::uuid[]) and ($3 = 'open') = (${open})
  order by ${order}, f.id limit ${longestFeedbackDesk}`

/**
 * What the branches below a line manager wrote. Throws `request.forbidden`, with a trace, for everybody else.
 */
export async function readFeedbackDesk(
  office: HeadOffice,
  session: DeviceSession,
  { grant, group }: z.infer<typeof feedbackDeskRequestSchema>,
): Promise<z.infer<typeof feedbackDeskReplySchema>> {
  const staff = await grantedStaff(office, session, grant, 'feedback')
  const units = await unitsBelow(office.pool, staff.id)
  if (units.length === 0) return refuseReading(office, session, staff.staffNo, 'feedback')
  const { rows: counted } = await office.pool.query<{ open: number; done: number }>(
    `select (count(*) filter (where ${open}))::integer as open,
       (count(*) filter (where not (${open})))::integer as done
     from feedback f where f.branch_id = any($1::uuid[])`,
    [units],
  )
  const order = group === 'open' ? 'f.submitted_at' : 'f.submitted_at desc'
  const { rows: items } = await office.pool.query<DeskFeedback>(listSql(order), [
    units,
    staff.id,
    group,
  ])
  const counts = counted[0] ?? { open: 0, done: 0 }
  return {
    epoch: session.epoch,
    asOfMs: office.clock.now(),
    counts,
    items,
    more: Math.max(0, counts[group] - items.length),
  }
}
