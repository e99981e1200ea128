import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fillDemo } from '#head-office/demo/fill.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { freePort } from '#head-office/postgres/server.ts'
import { OfficeProcess } from '#tools/durability/processes/office.ts'
import { TerminalProcess } from '#tools/fleet/terminal-process.ts'
import { startDatabase } from '../head-office.ts'
import { median, quantile, type Result } from '../measure.ts'

/** Between two acts of a person, ms; in it the key of the ledger reaches the disk. */
const pauseMs = 20
const preload = fileURLToPath(new URL('../without-ledger/preload.ts', import.meta.url))

/** Use cases as the shell asks for them; the n-th of each is another customer, or another task. */
const useCases = ['open a customer', 'log a contact', 'complete a task'] as const
type UseCase = (typeof useCases)[number]

interface Seat {
  terminal: TerminalProcess
  customers: string[]
  tasks: string[]
}

function act({ terminal, customers, tasks }: Seat, useCase: UseCase, n: number): Promise<unknown> {
  const customerId = customers[n] ?? ''
  switch (useCase) {
    case 'open a customer':
      return terminal.call('customers.open', { customerId })
    case 'log a contact':
      return terminal.call('customers.logContact', {
        ...{
          customerId,
          channel: 'phone',
          outcome: 'interested',
          nextOn: null,
          durationMinutes: 5,
        },
        summary: '谈'.repeat(40),
      })
    case 'complete a task':
      return terminal.call('workbench.completeTask', {
        taskId: tasks[n] ?? '',
        outcome: 'done',
        note: '已联系',
      })
  }
}

async function sitDown(
  terminal: TerminalProcess,
  user: { staffNo: string; password: string },
): Promise<Seat> {
  await terminal.start()
  await terminal.call('session.login', { ...user, offline: false })
  await terminal.filled()
  const seat: Seat = { terminal, customers: [], tasks: [] }
  for (let offset = 0; ; offset += 100) {
    const { rows } = await terminal.call('workbench.rows', { group: null, offset, limit: 100 })
    if (rows.length === 0) return seat
    seat.customers.push(...rows.map(({ customerId }) => customerId))
    seat.tasks.push(...rows.flatMap(({ tasks }) => tasks.map(({ id }) => id)))
  }
}

/** Acts of both by turns, the first one another each time; wall times by seat, ms. */
async function byTurns(seats: readonly Seat[], useCase: UseCase, count: number) {
  const times = seats.map((): number[] => [])
  for (let n = 0; n < count; n += 1) {
    for (let turn = 0; turn < seats.length; turn += 1) {
      const which = (n + turn) % seats.length
      const seat = seats[which]
      if (!seat) continue
      const started = performance.now()
      await act(seat, useCase, n)
      times[which]?.push(performance.now() - started)
      await pause(pauseMs)
    }
  }
  return times
}

/**
 * What the usage ledger adds to what people do: the same use cases in two shipped services, processes of
 * their own, one of them with a ledger that says nothing. Head office is cut off meanwhile.
 */
export async function benchLedger(quick: boolean): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-bench-'))
  const database = await startDatabase()
  const port = await freePort()
  const [dataDir, log] = [join(folder, 'office'), join(folder, 'office.log')]
  mkdirSync(dataDir)
  const node = { execArgv: [], env: {}, started: () => {} }
  const office = new OfficeProcess({ port, dataDir, log, ...node })
  const terminals: TerminalProcess[] = []
  try {
    const databaseUrl = database.pool.options.connectionString ?? ''
    const customers = quick ? 400 : 1_200
    const { users } = await fillDemo({
      databaseUrl,
      size: { branches: 1, customers, days: 35, seed: 20_260_101 },
    })
    const user = users.find(({ role }) => role === 'customer_manager')
    if (!user) throw new Error('the bank lacks a customer manager')
    await office.start(databaseUrl)
    for (const name of ['without', 'with']) {
      const { branchId } = user
      const enrolmentCode = await createEnrolmentCode(database.pool, { branchId })
      const options = { headOfficeUrl: `http://127.0.0.1:${port}`, enrolmentCode, deviceName: name }
      const home = join(folder, name)
      mkdirSync(home)
      const execArgv = name === 'without' ? ['--import', preload] : []
      terminals.push(new TerminalProcess(home, { ...options, execArgv }))
    }
    const { staffNo, password } = user
    const seats: Seat[] = []
    for (const terminal of terminals) seats.push(await sitDown(terminal, { staffNo, password }))
    await office.stop()
    const most = Math.min(
      ...seats.map((seat) => Math.min(seat.customers.length, seat.tasks.length)),
    )
    const count = Math.min(most, quick ? 40 : 150)
    const details: Result['details'] = {}
    let worst = { share: Number.NEGATIVE_INFINITY, limit: 0, ours: 0 }
    for (const useCase of useCases) {
      const [without = [], ours = []] = await byTurns(seats, useCase, count)
      const [limitMs, oursMs] = [median(without), median(ours)]
      const added = median(ours.map((ms, n) => ms - (without[n] ?? Number.NaN)))
      const share = added / oursMs
      if (share > worst.share) worst = { share, limit: limitMs, ours: oursMs }
      details[useCase] =
        `${limitMs.toFixed(2)} → ${oursMs.toFixed(2)} ms; of two after each other ${added.toFixed(2)} ms more, ` +
        `${(share * 100).toFixed(1)} %; a quarter within ${quantile(without, 0.25).toFixed(2)} → ${quantile(ours, 0.25).toFixed(2)} ms`
    }
    return {
      area: 'ledger',
      what: `${count} of each use case in two services, ${pauseMs} ms apart, by turns; limit: a ledger that says nothing; the worst of them, by the middle of the differences`,
      basis: 'wall',
      limitMs: worst.limit,
      oursMs: worst.ours,
      ratio: worst.ours / worst.limit,
      goal: { of: 'share', most: 0.05, measured: worst.share },
      details,
    }
  } finally {
    for (const terminal of terminals) await terminal.kill()
    await office.kill()
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
