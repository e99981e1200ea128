import pg from 'pg'
import { decideCase, openCases } from '#head-office/ledger/cases.ts'
import { openServer } from '#tools/start/database.ts'
import { Unreadable } from './verify/encoding.ts'

async function onDatabase<Result>(
  database: string,
  act: (pool: pg.Pool) => Promise<Result>,
): Promise<Result> {
  const server = await openServer()
  const pool = new pg.Pool({ connectionString: server.url(database), max: 2 })
  try {
    return await act(pool)
  } finally {
    await pool.end()
    await server.stop()
  }
}

const at = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')

/** Lines that tell of the open cases, oldest first. */
export function caseLines(database: string): Promise<string[]> {
  return onDatabase(database, async (pool) => {
    const cases = await openCases(pool, null)
    return cases.flatMap(({ id, device, openedAtMs, findings }) => [
      `${id}  ${device}  ${at(openedAtMs)}Z`,
      ...findings.map(({ code, ledgerId, epoch, seq, foundAtMs, detail }) => {
        const facts = Object.entries(detail).map(([name, value]) => `${name} ${value}`)
        return `    ${at(foundAtMs)}Z  ${code} at record ${seq} of ${ledgerId}/${epoch}  ${facts.join(', ')}`
      }),
    ])
  })
}

/** What somebody says of a case. */
export interface CaseWord {
  caseId: string
  /** Number of the line manager. */
  by: string
  confirmed: boolean
  reason: string
}

/** Decides a case; throws what {@link decideCase} does. */
export function decide(database: string, { caseId, by, confirmed, reason }: CaseWord) {
  return onDatabase(database, async (pool) => {
    const { rows } = await pool.query<{ id: string }>(
      'select id::text from staff where staff_no = $1 and active',
      [by],
    )
    const [person] = rows
    if (!person) throw new Unreadable(`没有工号 ${by} · there is nobody with the number ${by}`)
    await decideCase(pool, caseId, { confirmed, reason }, person.id, Date.now())
  })
}
