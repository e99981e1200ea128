import type { StatusView } from '#contract/ipc/app.ts'
import type { Response } from '#contract/ipc.ts'
import { all, type ReadDatabase } from '#db/connection/statements.ts'
import type { TerminalMemory } from '#main/sync/memory.ts'
import type { JournalOpening } from '#main/sync/writing/open-journal.ts'

/** What diagnostics are made of. */
export interface DiagnosticsNeeds {
  memory: TerminalMemory
  status(): StatusView
  freshness(): Response<'sync.freshness'>
  runId: string
  /** What came of opening the journal at the start of this run. */
  opening: JournalOpening
}

function commandLines(journal: ReadDatabase): string[] {
  const counts = all<{ state: string; count: number }>(
    journal,
    'SELECT state, count(*) AS count FROM command GROUP BY state ORDER BY state',
  )
  const refused = all<{ seq: number | null; name: string; code: string | null }>(
    journal,
    `SELECT seq, name, code FROM command WHERE state IN ('rejected', 'quarantined')
     ORDER BY ordinal DESC LIMIT 20`,
  )
  return [
    ...counts.map(({ state, count }) => `commands.${state}: ${count}`),
    ...refused.map(({ seq, name, code }) => `refused: #${seq ?? '-'} ${name} ${code ?? '-'}`),
  ]
}

function openingLines({ state, restored, missing, copies }: JournalOpening): string[] {
  return [
    `journal: ${state}, ${restored} commands put back, ${missing} records missing`,
    ...copies.map((copy, at) => `records ${at + 1}: ${copy.state}`),
  ]
}

/** `sync.diagnostics`: what IT asks for first. Ids, states, numbers and codes; no customer data. */
export function diagnosticsText(needs: DiagnosticsNeeds, journal: ReadDatabase): string {
  const { memory } = needs
  const status = needs.status()
  const device = memory.get('device')
  const iso = (ms: number | null) => (ms === null ? '-' : new Date(ms).toISOString())
  const freshness = needs.freshness()
  return [
    `version: ${status.version}`,
    `device: ${status.deviceName} ${device?.deviceId ?? '-'} epoch ${device?.deviceEpoch ?? '-'}`,
    `branch: ${device?.branchId ?? '-'}`,
    `run: ${needs.runId}`,
    `platform: ${process.platform} ${process.arch} node ${process.version}`,
    `connection: ${status.connection} since ${iso(status.connectionSinceMs)}`,
    `problem: ${status.problem ?? '-'}`,
    `database epoch: ${memory.get('epoch') ?? '-'}`,
    `business date: ${status.businessDate ?? '-'}`,
    `last sync: ${iso(status.lastSyncAtMs)}`,
    `scope lease until: ${iso(status.scopeLeaseUntilMs)}`,
    `clock offset: ${memory.get('clockOffsetMs') ?? '-'} ms`,
    `snapshot: ${status.bootstrap.state} ${status.bootstrap.error ?? ''}`.trimEnd(),
    ...openingLines(needs.opening),
    ...commandLines(journal),
    `cache: ${freshness.cacheBytes} bytes, ${freshness.integrity}`,
    ...freshness.tables.map(({ table, rows, version }) => `${table}: ${rows} rows, v${version}`),
  ].join('\n')
}
