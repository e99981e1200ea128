import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { certificateOf } from '#domain/learning/certificate.ts'
import { learningIdParts } from '#domain/learning/records.ts'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'
import { chance } from '#platform/chance/chance.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { library } from '../learning/library/index.ts'
import { wireRow } from '../sources/wire-row.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import type { OutletPlan } from './organisation.ts'

/** Staff number of who is new in the first outlet and has passed one course so far. */
const newcomer = '8110108'

/** What somebody holds a certificate of already. */
async function heldBy(client: pg.ClientBase, branchId: string): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ held: string }>(
    `select staff_id || ' ' || course_code as held from course_certificate where branch_id = $1`,
    [branchId],
  )
  return new Set(rows.map(({ held }) => held))
}

/** Lets everybody of an outlet have read and passed the mandatory courses of the role weeks ago. */
export async function passCourses(
  client: pg.ClientBase,
  { id: branchId, people }: OutletPlan,
  { businessDate, seed }: { businessDate: Day; seed: number },
): Promise<void> {
  const held = await heldBy(client, branchId)
  const certificates: object[] = []
  const progress: object[] = []
  for (const { id: staffId, no, role } of people) {
    const random = chance(seed).fork(`courses ${no}`)
    const own = library.filter(({ roles, mandatory }) => mandatory && roles.includes(role))
    for (const course of no === newcomer ? own.slice(0, 1) : own) {
      const { passedOn, validUntil } = certificateOf(
        course,
        addDays(businessDate, -random.int(33, 58)),
      )
      const { code } = course
      if (held.has(`${staffId} ${code}`)) continue
      certificates.push({
        branch_id: branchId,
        id: nameBasedId('demo', 'attempt', `${no} ${code}`),
        staff_id: staffId,
        course_code: code,
        passed_on: passedOn,
        valid_until: validUntil,
      })
      for (const { id: unitId, cards } of course.units) {
        progress.push({
          branch_id: branchId,
          id: nameBasedId(...learningIdParts.progress(staffId, code, unitId)),
          staff_id: staffId,
          course_code: code,
          unit_id: unitId,
          card: cards.length,
          read_at: instantOfDay(passedOn) + 9 * 3_600_000,
        })
      }
    }
  }
  const stage = async (name: 'course_certificate' | 'course_progress', records: object[]) => {
    const table = tableNamed(name)
    await stageRows(
      client,
      name,
      records.map((record) => wireRow(table, record)),
    )
  }
  await stage('course_certificate', certificates)
  await stage('course_progress', progress)
  await mergeStaged(client)
}
