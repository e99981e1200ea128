import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Transaction } from '#domain/accounts/records.ts'
import { demoPassword, fillDemo } from '#head-office/demo/fill.ts'
import { LiveFeed } from '#head-office/demo/live-feed.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { takeArrivals } from '#head-office/key-transactions/take-arrivals.ts'
import { startEmbeddedPostgres } from '#head-office/postgres/embedded.ts'
import { createHeadOffice } from '#head-office/server/app.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { silentLogger } from '#platform/log/logger.ts'
import { TerminalProcess } from '#tools/fleet/terminal-process.ts'
import { quantile, median, ratioOf, type Result } from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'

/** Within so long, ms, a booking that counts is a card at the terminal. */
const goalMs = 2_000
/** From so long after its login on the terminal waits for news instead of asking, ms. */
const listensAfterMs = 8_000
/** Stories after which it is given up. */
const mostStories = 2_000

interface Arrival {
  /** Until head office has committed bookings, balances and card; and until the terminal shows it. */
  committedMs: number
  shownMs: number
}

/** Cards and the sums of their leading events at head office. */
async function cardsAtHeadOffice(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ cards: string }>(
    'select json_agg(json_build_array(id, amount_fen) order by id)::text as cards from key_transaction',
  )
  return rows[0]?.cards ?? ''
}

/** The same in the terminal's list. */
async function cardsAt(terminal: TerminalProcess): Promise<string> {
  const of = (offset: number) =>
    terminal.call('keyTransactions.rows', { tab: 'all', offset, limit: 100 })
  const { total, rows } = await of(0)
  while (rows.length < total) rows.push(...(await of(rows.length)).rows)
  return JSON.stringify(rows.map(({ id, amountFen }) => [id, amountFen]))
}

/**
 * The next bookings that raise a card or add to its leading event, as the feed tells its stories; null for
 * others. An event beside the leading one does not show in the list.
 */
async function arrive(
  pool: pg.Pool,
  feed: LiveFeed,
  terminal: TerminalProcess,
): Promise<Arrival | null> {
  const before = await cardsAt(terminal)
  const known = await cardsAtHeadOffice(pool)
  const bookings: Transaction[] = feed.next(Date.now())
  const started = performance.now()
  await takeArrivals(pool, bookings, Date.now())
  const committedMs = performance.now() - started
  if ((await cardsAtHeadOffice(pool)) === known) return null
  await terminal.until('the card', async () => (await cardsAt(terminal)) !== before)
  return { committedMs, shownMs: performance.now() - started }
}

/** Its sizes. */
export const cardsSize: AreaSize = { of: 'customers', usual: 3_680, quick: 500 }

/**
 * From the arrival of a booking at head office until its card stands in the terminal's cache and list: a
 * head office on a PostgreSQL of its own, the service of a terminal as a process, a demo bank. The limit
 * is the commit at head office, before anybody can be told.
 */
export async function benchCards(scale: Scale): Promise<Result> {
  const wanted = scale.quick ? 8 : 40
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-bench-cards-'))
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), durable: true })
  await postgres.createDatabase('bank')
  const databaseUrl = postgres.url('bank')
  const { users } = await fillDemo({ databaseUrl, size: { customers: sizeOn(scale, cardsSize) } })
  const head = users.find(({ role }) => role === 'branch_head')
  if (!head) throw new Error('the demo has no branch head')
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 })
  const app = await createHeadOffice({
    pool,
    dataDir: join(folder, 'office'),
    clock: systemClock,
    logger: silentLogger,
  })
  const headOfficeUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const enrolmentCode = await createEnrolmentCode(pool, { branchId: head.branchId })
  const dataDir = join(folder, 'terminal')
  mkdirSync(dataDir)
  const terminal = new TerminalProcess(dataDir, { headOfficeUrl, enrolmentCode })
  try {
    await terminal.start()
    await terminal.status('enrolment', ({ enrolled }) => enrolled)
    const { staffNo } = head
    await terminal.call('session.login', { staffNo, password: demoPassword, offline: false })
    await terminal.status('a filled cache', ({ dataReady }) => dataReady)
    await new Promise((resume) => setTimeout(resume, listensAfterMs))
    const feed = await LiveFeed.open(pool, { seed: 11, branchId: head.branchId }, Date.now())
    const arrivals: Arrival[] = []
    for (let story = 0; story < mostStories && arrivals.length < wanted; story += 1) {
      const arrival = await arrive(pool, feed, terminal)
      if (arrival) arrivals.push(arrival)
    }
    const committed = arrivals.map(({ committedMs }) => committedMs)
    const shown = arrivals.map(({ shownMs }) => shownMs)
    return {
      area: 'cards',
      what: `${arrivals.length} cards of key transactions, from the arrival of a booking at head office to the list of a terminal`,
      basis: 'wall',
      limitMs: median(committed),
      oursMs: median(shown),
      ratio: ratioOf(shown, committed),
      goal: { of: 'p95 ms', most: goalMs, measured: quantile(shown, 0.95) },
      details: {
        'longest, ms': Math.round(Math.max(...shown)),
        'longest commit at head office, ms': Math.round(Math.max(...committed)),
      },
    }
  } finally {
    await terminal.stop()
    await app.close()
    await pool.end()
    await postgres.stop()
    rmSync(postgres.folder, { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  }
}
