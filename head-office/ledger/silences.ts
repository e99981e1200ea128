import type pg from 'pg'
import { type DeviceRecord, silencesOf } from '#domain/anomalies/devices.ts'
import type { AnomalyRule } from '#domain/anomalies/rule.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { parameterInForce } from '../parameters/in-force.ts'
import type { HeadOffice } from '../server/context.ts'
import { inTransaction } from '../store/transaction.ts'
import { keepFindings } from './findings.ts'
import type { LedgerPlace } from './first-key.ts'

/** How long records of others may be on their way until a silence is not looked for any more, ms. */
const lookBackMs = 8 * 86_400_000

// The time of a record is that of its boot's first one by the wall clock, and from there monotonic: a clock
// that is set while the program runs makes no silence. Of each stretch of time the first record is enough,
// with those on both sides of a pause.
const thinnedQuery = `
  with chain as (
    select l.device_id, l.device_epoch, l.ledger_id, l.epoch, coalesce((
      select max(p.seq) from usage_receipt p
      where p.branch_id = l.branch_id and p.ledger_id = l.ledger_id and p.epoch = l.epoch
        and p.signed_at < $2), 0) as since
    from usage_ledger l where l.branch_id = $1
  ), told as (
    select c.device_id, c.device_epoch, c.ledger_id, c.epoch, r.seq, r.type = 'app.stop' as stop,
      r.mono_ms + first_value(r.wall_ms - r.mono_ms)
        over (partition by c.ledger_id, r.boot_id order by r.epoch, r.seq) as at
    from chain c join usage_record r on r.branch_id = $1 and r.ledger_id = c.ledger_id
      and r.epoch = c.epoch and r.seq > c.since and not r.fork
  ), near as (
    select *, lag(at) over device as before, lead(at) over device as after
    from told window device as (partition by device_id order by at)
  )
  select device_id::text as "deviceId", device_epoch as "deviceEpoch", ledger_id::text as "ledgerId",
    epoch, seq::float8 as seq, stop, at::float8 as "atMs"
  from near
  where before is null or at - before >= $3 or after - at >= $3 or at / $4 <> before / $4
  order by device_id, at`

type Thinned = DeviceRecord & Omit<LedgerPlace, 'branchId'> & { seq: number }

/** Keeps the silences of a branch's PCs as findings, each at the record that ended it; returns how many are new. */
export async function keepSilences(
  client: pg.ClientBase,
  branchId: string,
  rule: AnomalyRule,
  nowMs: number,
): Promise<number> {
  const { leastMs } = rule.silence
  const stretchMs = Math.max(60_000, Math.floor(leastMs / 4))
  const since = new Date(nowMs - lookBackMs)
  const { rows } = await client.query<Thinned>(thinnedQuery, [branchId, since, leastMs, stretchMs])
  const ends = new Map(rows.map((row) => [`${row.deviceId} ${row.atMs}`, row]))
  let fresh = 0
  for (const { deviceId, fromMs, toMs, peers } of silencesOf(rows, rule)) {
    const end = ends.get(`${deviceId} ${toMs}`)
    if (!end) continue
    const { seq, deviceEpoch, ledgerId, epoch } = end
    const place = { branchId, deviceId, deviceEpoch, ledgerId, epoch }
    const finding = { code: 'SILENCE' as const, seq }
    fresh += (await keepFindings(client, place, [finding], { fromMs, toMs, peers }, nowMs)).length
  }
  return fresh
}

/** Looks for silences in every branch, one transaction each; returns how many are new. */
export async function findSilences(
  office: Pick<HeadOffice, 'pool' | 'clock'>,
  signal?: AbortSignal,
): Promise<number> {
  const { pool, clock } = office
  const info = await readDatabaseInfo(pool)
  if (!info) return 0
  const rule = await parameterInForce(pool, 'usage.anomalies', info.businessDate)
  const { rows } = await pool.query<{ id: string }>(
    'select distinct branch_id::text as id from usage_ledger order by id',
  )
  let fresh = 0
  for (const { id } of rows) {
    if (signal?.aborted) break
    fresh += await inTransaction(pool, 'write', (client) =>
      keepSilences(client, id, rule, clock.now()),
    )
  }
  return fresh
}
