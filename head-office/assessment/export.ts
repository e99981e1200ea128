import type pg from 'pg'
import type { z } from 'zod'
import type { monthExportReplySchema, monthExportRequestSchema } from '#contract/sync/assessment.ts'
import { AppError } from '#contract/errors.ts'
import type { Day } from '#domain/time/day.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { signText } from '#platform/crypto/signature.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { inTransaction } from '../store/transaction.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { grantedStaff, refuseReading } from '../supervision/granted-staff.ts'
import { numberOver } from './deciders.ts'
import { readPeriod } from './periods.ts'

/** Whose month is written out. */
export interface ExportedMonth {
  month: Day
  /** Code of the branch. */
  branch: string
}

const scoresSql = `
  select s.staff_no as "staffNo", s.name, s.post, a.outcome, a.hundredths, a.target, a.facts, a.parts,
    a.gates
  from assessment_score a join staff s on s.branch_id = a.branch_id and s.id = a.staff_id
  where a.branch_id = $1 and a.month = $2 order by s.staff_no`

interface ScoreRow {
  staffNo: string
  name: string
  post: string
  outcome: string
  hundredths: number | null
  target: number
  facts: string
  parts: string
  gates: string
}

/**
 * A branch's month as lines of JSON, signed at the end by head office's key (docs/ledger.md): the scheme it
 * was judged by, everybody's score with facts, parts and gates, and the averages. The first line carries
 * the watermark, who took it and when, and whether the month is final: before it is locked it is 暂定. The
 * export stands in the audit log. Throws `assessment.notFound` for a branch or a month there is none of.
 */
export async function exportMonth(
  pool: pg.Pool,
  privateKey: string,
  { month, branch }: ExportedMonth,
  actor: string,
  nowMs: number,
): Promise<{ text: string; people: number; final: boolean }> {
  return inTransaction(pool, 'write', async (client) => {
    const { rows: units } = await client.query<{ id: string; name: string }>(
      'select id::text, name from org_unit where code = $1',
      [branch],
    )
    const [unit] = units
    if (!unit) throw new AppError('assessment.notFound')
    const period = await readPeriod(client, month, 'for share')
    const { rows: averages } = await client.query<{ score: string }>(
      'select score from assessment_branch where branch_id = $1 and month = $2',
      [unit.id, month],
    )
    const [average] = averages
    if (!average) throw new AppError('assessment.notFound')
    const { rows } = await client.query<ScoreRow>(scoresSql, [unit.id, month])
    const final = period.state === 'locked'
    const head = {
      kind: 'assessment-month',
      month,
      branch,
      branchName: unit.name,
      state: period.state,
      final,
      schemeVersion: period.schemeVersion,
      useVersion: period.useVersion,
      scheme: period.scheme,
      rule: period.rule,
      watermark: { by: actor, atMs: nowMs, words: final ? '已锁定' : '暂定' },
    }
    const lines = [
      head,
      ...rows.map(({ facts, parts, gates, ...score }) => ({
        kind: 'score',
        ...score,
        facts: JSON.parse(facts) as unknown,
        parts: JSON.parse(parts) as unknown,
        gates: JSON.parse(gates) as unknown,
      })),
      { kind: 'average', score: JSON.parse(average.score) as unknown },
    ]
    const before = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`
    const signature = signText(privateKey, `ocrm-assessment-export:${sha256Hex(before)}`)
    const entry = { branchId: unit.id, actor, action: 'assessment.exported', object: month }
    await recordAudit(client, { ...entry, detail: { people: rows.length, final } }, nowMs)
    const text = `${before}${JSON.stringify({ kind: 'end', signature })}\n`
    return { text, people: rows.length, final }
  })
}

/**
 * The signed month of the branch of a device, for its head or a line manager above. Throws
 * `request.forbidden`, with a trace, for everybody else, and `assessment.notFound`.
 */
export async function exportForBranch(
  office: HeadOffice,
  session: DeviceSession,
  { grant, month }: z.infer<typeof monthExportRequestSchema>,
): Promise<z.infer<typeof monthExportReplySchema>> {
  const { pool, clock, grantKeys } = office
  const staff = await grantedStaff(office, session, grant, 'assessment.export')
  const may = await inTransaction(pool, 'snapshot', (client) =>
    numberOver(client, staff.id, session.branchId, ['branch_head', 'line_manager']),
  ).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'request.forbidden') return null
    throw error
  })
  if (may === null) return refuseReading(office, session, staff.staffNo, 'assessment.export')
  const { rows } = await pool.query<{ code: string }>('select code from org_unit where id = $1', [
    session.branchId,
  ])
  const nowMs = clock.now()
  const of = { month, branch: rows[0]?.code ?? '' }
  const { text, final } = await exportMonth(pool, grantKeys.privateKey, of, staff.staffNo, nowMs)
  return { epoch: session.epoch, asOfMs: nowMs, text, final }
}
