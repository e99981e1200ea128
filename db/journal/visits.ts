import type { CommandPayload } from '#contract/sync/commands.ts'
import { currentPayload } from '#contract/sync/earlier-versions.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** How far back an open visit is looked for, commands: a PC has one at a time. */
const lookedBack = 200

/** The last report of a visit at the counter, and who gave it. */
export interface ReportedVisit {
  staffId: string
  grantText: string
  payload: CommandPayload<'counter.recordVisit'>
}

interface Row {
  staff_id: string
  grant_text: string
  version: number
  payload: string
}

/** Visits whose last report left them open, oldest first. */
export function openVisits(db: ReadDatabase): ReportedVisit[] {
  const rows = all<Row>(
    db,
    `SELECT staff_id, grant_text, version, payload FROM (
       SELECT * FROM command ORDER BY ordinal DESC LIMIT ?)
     WHERE name = 'counter.recordVisit' AND state <> 'withdrawn' ORDER BY ordinal`,
    lookedBack,
  )
  const last = new Map<string, ReportedVisit>()
  for (const { staff_id: staffId, grant_text: grantText, version, payload } of rows) {
    const report = currentPayload('counter.recordVisit', version, JSON.parse(payload))
    if (report === 'unknown' || report === 'payloadMalformed') continue
    last.set(report.visitId, { staffId, grantText, payload: report })
  }
  return [...last.values()].filter(({ payload }) => payload.station.state === 'open')
}
