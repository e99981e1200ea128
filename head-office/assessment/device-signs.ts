import type pg from 'pg'
import {
  type ClockFinding,
  clockSigns,
  type Silence,
  silenceSigns,
} from '#domain/anomalies/devices.ts'
import type { Sign } from '#domain/anomalies/signs.ts'
import type { TracedSession } from '#domain/anomalies/trace.ts'
import { type Day, instantOfDay } from '#domain/time/day.ts'

interface FoundRow {
  code: ClockFinding['code'] | 'SILENCE'
  deviceId: string
  detail: string
  wallMs: number
  session: string
}

const foundSql = `
  select f.code, f.device_id::text as "deviceId", f.detail, r.wall_ms::float8 as "wallMs", r.session
  from usage_finding f join usage_record r on r.branch_id = f.branch_id and r.ledger_id = f.ledger_id
    and r.epoch = f.epoch and r.seq = f.seq and not r.fork
  where f.branch_id = $1 and f.code in ('CLOCK_BACK', 'CLOCK_JUMP', 'SILENCE') and f.found_at >= $2
  order by f.ledger_id, f.epoch, f.seq`

/** A session with its id, by which a record names it. */
export type NamedSession = TracedSession & { id: string }

/** When a record was written: within its session, whatever its wall clock says. */
function momentOf({ wallMs, session }: FoundRow, sessions: ReadonlyMap<string, NamedSession>) {
  const own = sessions.get(session)
  return own ? Math.max(own.startMs, Math.min(wallMs, own.endMs)) : wallMs
}

/**
 * What ledgers of a branch's PCs were found to say of their clocks and silences, as signs about whoever was
 * logged in there in the month of `sessions`.
 */
export async function deviceSigns(
  client: pg.ClientBase,
  branchId: string,
  month: Day,
  sessions: readonly NamedSession[],
): Promise<Sign[]> {
  const { rows } = await client.query<FoundRow>(foundSql, [branchId, new Date(instantOfDay(month))])
  const byId = new Map(sessions.map((session) => [session.id, session]))
  const clocks = rows.flatMap((row): ClockFinding[] => {
    const { code, deviceId } = row
    return code === 'SILENCE' ? [] : [{ code, deviceId, atMs: momentOf(row, byId) }]
  })
  const silences = rows.flatMap(({ code, deviceId, detail }): Silence[] => {
    if (code !== 'SILENCE') return []
    const { fromMs, toMs, peers } = JSON.parse(detail) as Omit<Silence, 'deviceId'>
    return [{ deviceId, fromMs, toMs, peers }]
  })
  return [...silenceSigns(silences, sessions), ...clockSigns(clocks, sessions)]
}
