import { consentProblem } from '#domain/customers/consent.ts'
import type { Day } from '#domain/time/day.ts'
import { isDay } from '#domain/time/day.ts'
import { recordAudit } from '../../audit/audit-log.ts'
import { appliedAs, isTooEarly, keepHeard, lockManaging } from '../next-action/facts.ts'
import { quarantined } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'
import { followCompleteness } from './follow-completeness.ts'

/** The business date something was said on: that of the PC, but none that has not begun here. */
const dayOf = ({ businessDate }: CommandScene, on: Day): Day =>
  on < businessDate ? on : businessDate

async function customerOf({ client }: CommandScene, branchId: string, customerId: string) {
  const { rows } = await client.query<{ birth_date: Day | null; deceased_on: Day | null }>(
    `select to_char(birth_date, 'YYYY-MM-DD') as birth_date,
       to_char(deceased_on, 'YYYY-MM-DD') as deceased_on
     from customer where branch_id = $1 and id = $2`,
    [branchId, customerId],
  )
  return rows[0] ?? { birth_date: null, deceased_on: null }
}

/**
 * A fact: a customer consented to a purpose. It is kept wherever the customer is managed now; of the dead, or
 * of a child without a guardian, a supervisor looks at it and it opens nothing.
 */
export const recordConsent: CommandHandler<'consent.record'> = async (scene, payload) => {
  const { client, staff, nowMs } = scene
  const { consentId, customerId, purpose, channel, way, atMs } = payload
  if (!isDay(payload.on)) return quarantined('consent.malformed')
  const writer = await lockManaging(scene, customerId)
  if (writer === null) return quarantined('customer.notFound')
  const day = dayOf(scene, payload.on)
  const problem = consentProblem(await customerOf(scene, writer.branchId, customerId), way, day)
  if (problem !== null) return quarantined(`consent.${problem}`)
  const about = { table: 'consent', id: consentId, customerId, atMs } as const
  return keepHeard(scene, { ...about, malformed: 'consent.malformed' }, async (kept) => {
    await kept.insert('consent', consentId, {
      id: consentId,
      customer_id: customerId,
      purpose,
      channel,
      given_on: day,
      withdrawn_on: null,
      text_version: payload.textVersion,
      way,
      given_at: atMs,
      given_by: staff.id,
      withdrawn_channel: null,
      withdrawn_at: null,
      withdrawn_by: null,
    })
    await followCompleteness(scene, kept, customerId)
    const entry = {
      branchId: kept.branchId,
      actor: staff.staffNo,
      action: 'consent.record',
      object: consentId,
      detail: { purpose, channel, way, text: payload.textVersion },
    }
    await recordAudit(client, entry, nowMs)
  })
}

/**
 * A fact: a customer withdrew consent to a purpose; all that stood for it ends. Nothing that was said since
 * can stop it, and where nothing stood it changes nothing.
 */
export const withdrawConsent: CommandHandler<'consent.withdraw'> = async (scene, payload) => {
  const { client, staff, nowMs } = scene
  const { customerId, purpose, channel, atMs } = payload
  if (!isDay(payload.on) || isTooEarly(scene, atMs)) return quarantined('consent.malformed')
  const writer = await lockManaging(scene, customerId)
  if (writer === null) return quarantined('customer.notFound')
  const { rows } = await client.query<{ id: string }>(
    `select id::text from consent where branch_id = $1 and customer_id = $2 and purpose = $3
       and withdrawn_on is null and coalesce(given_at <= $4, true)
     order by id`,
    [writer.branchId, customerId, purpose, new Date(atMs)],
  )
  for (const { id } of rows) {
    await writer.update('consent', id, {
      withdrawn_on: dayOf(scene, payload.on),
      withdrawn_channel: channel,
      withdrawn_at: atMs,
      withdrawn_by: staff.id,
    })
    const entry = { actor: staff.staffNo, action: 'consent.withdraw', object: id }
    const detail = { purpose, channel }
    await recordAudit(client, { ...entry, branchId: writer.branchId, detail }, nowMs)
  }
  if (rows.length > 0) await followCompleteness(scene, writer, customerId)
  return appliedAs(scene, writer, customerId)
}
