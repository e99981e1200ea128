import type pg from 'pg'
import { formerText, type LedgerUpload } from '#contract/sync/ledger.ts'
import { verifyText } from '#platform/crypto/signature.ts'
import type { DeviceSession } from '../devices/session.ts'
import { isId } from '../server/parse.ts'
import type { HeadOffice } from '../server/context.ts'
import { inTransaction } from '../store/transaction.ts'
import { keepFindings } from './findings.ts'
import type { LedgerPlace } from './first-key.ts'
import { type Keyed, lockLedger } from './rows.ts'

/**
 * The chain of a former enrolment that an upload is of, locked, with the newest epoch of its ledger; null
 * where head office knows none, or the key of that enrolment did not sign that this device sends it.
 */
export async function formerChain(
  office: HeadOffice,
  client: pg.ClientBase,
  device: DeviceSession,
  { ledgerId, epoch, headSeq, former }: LedgerUpload,
): Promise<{ chain: Keyed; newest: Keyed } | null> {
  if (!former || !isId(former.deviceId)) return null
  const { rows } = await client.query<{ branchId: string }>(
    'select branch_id::text as "branchId" from device where id = $1',
    [former.deviceId],
  )
  const [at] = rows
  if (!at) return null
  const of = { branchId: at.branchId, deviceId: former.deviceId, ledgerId }
  const known = await lockLedger(client, office.master, of)
  const [chain, newest] = [known.find(({ place }) => place.epoch === epoch), known.at(-1)]
  const text = formerText({ ledgerId, epoch, headSeq }, device.deviceId)
  if (!chain?.signingKey || !newest) return null
  return verifyText(chain.signingKey, text, former.signature) ? { chain, newest } : null
}

/** Notes that a former enrolment's ledger is whole. */
export async function finishLedger(
  client: pg.ClientBase,
  { branchId, ledgerId }: Pick<LedgerPlace, 'branchId' | 'ledgerId'>,
  nowMs: number,
): Promise<void> {
  await client.query(
    `update usage_ledger set finished_at = $3
     where branch_id = $1 and ledger_id = $2 and finished_at is null`,
    [branchId, ledgerId, new Date(nowMs)],
  )
}

/** How long a PC that enrolled anew has for the rest of its former ledger, ms of a session being there. */
const patienceMs = 24 * 3_600_000

interface Left extends LedgerPlace {
  /** The last record that is held; 0 of none. */
  seq: number
  ended: boolean
  /** Whether its device signed a head beyond that record. */
  beyond: boolean
}

// Of each ledger the newest epoch; a PC that has not come since it enrolled may still bring the rest.
const leftQuery = `
  select distinct on (l.branch_id, l.ledger_id) l.branch_id::text as "branchId",
    l.device_id::text as "deviceId", l.device_epoch as "deviceEpoch", l.ledger_id::text as "ledgerId",
    l.epoch, coalesce(r.seq, 0)::float8 as seq, coalesce(r.type = 'app.stop', true) as ended,
    exists (select from usage_checkpoint c where c.branch_id = l.branch_id
      and c.ledger_id = l.ledger_id and c.epoch = l.epoch and c.seq > coalesce(r.seq, 0)) as beyond
  from usage_ledger l
  join device d on d.branch_id = l.branch_id and d.id = l.device_id and d.ledger_id <> l.ledger_id
  left join lateral (
    select seq, type from usage_record
    where branch_id = l.branch_id and ledger_id = l.ledger_id and epoch = l.epoch and not fork
    order by seq desc limit 1) r on true
  where l.finished_at is null and d.enrolled_at < $1 and d.last_session_at is not null
  order by l.branch_id, l.ledger_id, l.epoch desc`

/**
 * Looks at ledgers of former enrolments whose rest did not come: one that ended in good order, with nothing
 * signed beyond, is finished; any other is `UNSENT`, and a case. Returns how many of these.
 */
export async function findUnsent(office: HeadOffice): Promise<number> {
  const nowMs = office.clock.now()
  const { rows } = await office.pool.query<Left>(leftQuery, [new Date(nowMs - patienceMs)])
  let unsent = 0
  for (const { seq, ended, beyond, ...place } of rows) {
    await inTransaction(office.pool, 'write', async (client) => {
      await finishLedger(client, place, nowMs)
      if (ended && !beyond) return
      unsent += 1
      const finding = { code: 'UNSENT' as const, seq: seq + 1 }
      await keepFindings(client, place, [finding], { heldSeq: seq }, nowMs)
    })
  }
  return unsent
}
