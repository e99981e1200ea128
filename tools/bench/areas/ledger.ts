import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openFile } from '#db/connection/open.ts'
import { all } from '#db/connection/statements.ts'
import { fillDemo } from '#head-office/demo/fill.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { freePort } from '#head-office/postgres/server.ts'
import { deriveKey } from '#platform/crypto/hash.ts'
import { OfficeProcess } from '#tools/durability/processes/office.ts'
import { TerminalProcess } from '#tools/fleet/terminal-process.ts'
import { startDatabase } from '../head-office.ts'
import { median, medianWithin, quantile, type Result } from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'
import { silenceChannel } from '../without-ledger/channel.ts'

/**
 * Between two acts, ms, and as many times what the last one took: a person is slower, and by then the key of the
 * ledger is on the disk, also on a busy one.
 */
const pauseMs = 25
const pauseTimes = 2
/** Pairs of acts after which it is looked whether they are enough. */
const blockPairs = 50
/** They are where what the ledger adds is known to this much of the use case, either way. */
const enough = 0.01
const preload = fileURLToPath(new URL('../without-ledger/preload.ts', import.meta.url))

/** Use cases as the shell asks for them, and the verb that each leaves in the ledger. */
const useCases = {
  'open a customer': 'open',
  'log a contact': 'logContact',
  'complete a task': 'completeTask',
} as const
type UseCase = keyof typeof useCases

interface User {
  staffNo: string
  password: string
}

interface Seat {
  terminal: TerminalProcess
  /** Who is logged in. */
  user: User
  /** Of the one who sits there. */
  customers: string[]
  /** Of everybody, an even number of each: those of a pair are one person's. */
  tasks: { taskId: string; of: User }[]
  /** Acts that a speaking ledger was to record, by verb. */
  recorded: Map<string, number>
}

async function changeTo(seat: Seat, user: User): Promise<void> {
  await seat.terminal.call('session.logout')
  await seat.terminal.call('session.login', { ...user, offline: true })
  seat.user = user
  await pause(2_000)
}

/** The n-th act of a use case: another customer, or another task, each time; false where there is none left. */
async function prepare(seat: Seat, useCase: UseCase, n: number): Promise<boolean> {
  if (useCase === 'complete a task') {
    const task = seat.tasks[n]
    if (task && task.of !== seat.user) await changeTo(seat, task.of)
    return task !== undefined
  }
  // The same look at the same customer is recorded once a minute and session.
  if (useCase === 'open a customer' && n > 0 && n % seat.customers.length === 0)
    await changeTo(seat, seat.user)
  return true
}

function act({ terminal, customers, tasks }: Seat, useCase: UseCase, n: number): Promise<unknown> {
  const customerId = customers[n % customers.length] ?? ''
  switch (useCase) {
    case 'open a customer':
      return terminal.call('customers.open', { customerId })
    case 'log a contact':
      return terminal.call('customers.logContact', {
        ...{ customerId, channel: 'phone', outcome: 'interested', nextOn: null },
        ...{ durationMinutes: 5, summary: '谈'.repeat(40) },
      })
    case 'complete a task': {
      const taskId = tasks[n]?.taskId ?? ''
      return terminal.call('workbench.completeTask', { taskId, outcome: 'done', note: '已联系' })
    }
  }
}

/** Customers and tasks of whoever is logged in. */
async function workOf(terminal: TerminalProcess) {
  const work: { customers: string[]; tasks: string[] } = { customers: [], tasks: [] }
  for (let offset = 0; ; offset += 100) {
    const { rows } = await terminal.call('workbench.rows', { group: null, offset, limit: 100 })
    if (rows.length === 0) return work
    work.customers.push(...rows.map(({ customerId }) => customerId))
    work.tasks.push(...rows.flatMap(({ tasks }) => tasks.map(({ id }) => id)))
  }
}

/** Everybody logs in once while head office is there, the last one stays. */
async function sitDown(terminal: TerminalProcess, users: readonly User[]): Promise<Seat> {
  await terminal.start()
  let customers: string[] = []
  const tasks: Seat['tasks'] = []
  for (const user of users) {
    await terminal.call('session.login', { ...user, offline: false })
    await terminal.filled()
    const work = await workOf(terminal)
    customers = work.customers
    const paired = work.tasks.slice(0, work.tasks.length - (work.tasks.length % 2))
    tasks.push(...paired.map((taskId) => ({ taskId, of: user })))
    if (user !== users.at(-1)) await terminal.call('session.logout')
  }
  const user = users.at(-1)
  if (!user) throw new Error('the bank lacks a customer manager')
  return { terminal, user, customers, tasks, recorded: new Map() }
}

/** Wall times of acts without and with a ledger, ms; those of one place were done after each other. */
interface Times {
  without: number[]
  ours: number[]
}

/** What the ledger adds, of the use case: the middle of the differences, and where it lies for 19 of 20. */
function addedBy({ without, ours }: Times) {
  const whole = median(ours)
  const { middle, from, to } = medianWithin(ours.map((ms, n) => ms - (without[n] ?? Number.NaN)))
  return { addedMs: middle, share: middle / whole, from: from / whole, to: to / whole }
}

/** Acts by turns, the first of a pair one and the other time; until they are enough, or `most` pairs. */
async function byTurns(seat: Seat, useCase: UseCase, most: number): Promise<Times> {
  const times: Times = { without: [], ours: [] }
  const verb = useCases[useCase]
  let tookMs = 0
  for (let n = 0; n < 2 * most; n += 1) {
    if (!(await prepare(seat, useCase, n))) break
    const pair = Math.floor(n / 2)
    const silent = n % 2 === pair % 2
    await seat.terminal.reply(silenceChannel, silent)
    await pause(Math.max(pauseMs, pauseTimes * tookMs))
    const started = performance.now()
    await act(seat, useCase, n)
    tookMs = performance.now() - started
    times[silent ? 'without' : 'ours'].push(tookMs)
    if (!silent) seat.recorded.set(verb, (seat.recorded.get(verb) ?? 0) + 1)
    if (n % (2 * blockPairs) !== 2 * blockPairs - 1) continue
    const { from, to } = addedBy(times)
    if (to - from < 2 * enough) break
  }
  const pairs = Math.min(times.without.length, times.ours.length)
  return { without: times.without.slice(0, pairs), ours: times.ours.slice(0, pairs) }
}

/** Throws unless every act of a speaking ledger, and none of a silent one, left its record. */
function checkRecords({ terminal, recorded }: Seat): void {
  const secret = Buffer.from(terminal.deviceSecret, 'base64url')
  const key = deriveKey(secret, Buffer.alloc(0), 'ocrm-journal')
  const path = join(terminal.dataDir, 'journal.db')
  const journal = openFile(path, key, { mode: 'write', kind: 'lasting' })
  const rows = all<{ verb: string; n: number }>(
    journal,
    `SELECT body ->> 'verb' AS verb, count(*) AS n FROM usage_record GROUP BY 1`,
  )
  journal.close()
  for (const [verb, n] of recorded) {
    const found = rows.find((row) => row.verb === verb)?.n ?? 0
    if (found !== n) throw new Error(`${found} records of ${verb} instead of ${n}`)
  }
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

async function measure(seat: Seat, most: number): Promise<Result> {
  const details: Result['details'] = {}
  let worst = { share: Number.NEGATIVE_INFINITY, limit: 0, ours: 0 }
  for (const useCase of Object.keys(useCases) as UseCase[]) {
    const times = await byTurns(seat, useCase, most)
    const [limit, ours] = [median(times.without), median(times.ours)]
    const { addedMs, share, from, to } = addedBy(times)
    if (share > worst.share) worst = { share, limit, ours }
    const quarter = [times.without, times.ours].map((own) => quantile(own, 0.25).toFixed(2))
    details[useCase] =
      `${limit.toFixed(2)} → ${ours.toFixed(2)} ms in ${times.ours.length} pairs; of two after each other ` +
      `${addedMs.toFixed(3)} ms more, ${percent(share)} (19 of 20: ${percent(from)} to ${percent(to)}); ` +
      `a quarter within ${quarter.join(' → ')} ms`
  }
  await seat.terminal.stop()
  checkRecords(seat)
  return {
    area: 'ledger',
    what: `each use case in one service, ${pauseMs} ms apart or more, by turns with and without its ledger; the worst of them, by the middle of the differences`,
    basis: 'wall',
    limitMs: worst.limit,
    oursMs: worst.ours,
    ratio: worst.ours / worst.limit,
    goal: { of: 'share', most: 0.05, measured: worst.share },
    details,
  }
}

/** Its sizes. */
export const ledgerSize: AreaSize = { of: 'customers', usual: 4_000, quick: 1_200 }

/**
 * What the usage ledger adds to what people do: the same use cases in the shipped service, a process of its
 * own, whose ledger speaks at every other act. Head office is cut off meanwhile.
 */
export async function benchLedger(scale: Scale): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-bench-'))
  const database = await startDatabase()
  const port = await freePort()
  const [dataDir, log] = [join(folder, 'office'), join(folder, 'office.log')]
  mkdirSync(dataDir)
  const node = { execArgv: [], env: {}, started: () => {} }
  const office = new OfficeProcess({ port, dataDir, log, ...node })
  let terminal: TerminalProcess | null = null
  try {
    const databaseUrl = database.pool.options.connectionString ?? ''
    const customers = sizeOn(scale, ledgerSize)
    const { users } = await fillDemo({
      databaseUrl,
      size: { branches: 1, customers, days: 35, seed: 20_260_101 },
    })
    const managers = users.filter(({ role }) => role === 'customer_manager')
    const branchId = managers[0]?.branchId ?? ''
    await office.start(databaseUrl)
    const enrolmentCode = await createEnrolmentCode(database.pool, { branchId })
    const home = join(folder, 'terminal')
    mkdirSync(home)
    const headOfficeUrl = `http://127.0.0.1:${port}`
    const execArgv = ['--import', preload]
    terminal = new TerminalProcess(home, { headOfficeUrl, enrolmentCode, execArgv })
    const seat = await sitDown(
      terminal,
      managers.map(({ staffNo, password }) => ({ staffNo, password })),
    )
    await office.stop()
    return await measure(seat, scale.quick ? 200 : 2_000)
  } finally {
    await terminal?.kill()
    await office.kill()
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
