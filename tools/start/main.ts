/**
 * `npm start`: head office, demo data and a terminal from a clean clone, and an orderly end of all
 * of them at Ctrl-C, when the last terminal is closed, or when the one who started us is gone.
 */
import { join } from 'node:path'
import { runnerVariable } from '#tools/setup/callers.mjs'
import { tryLock, unlock } from '#tools/setup/lock.mjs'
import { ClosingList, Stopped } from './closing-list.ts'
import { printedUsers, userTable } from './demo.ts'
import { asStartFailure, StartFailure } from './failure.ts'
import { whatTheyFind } from './findings.ts'
import { clearLeftovers } from './leftovers.ts'
import { orderLine } from './line.ts'
import { readOptions, usage } from './options.ts'
import { openSession, type Session } from './session.ts'
import { stateDir } from './state.ts'

const parentLookMs = 500
const lockFile = join(stateDir, 'start.lock')

const owned = new ClosingList((error) => show(error))
const stopAsked = new Promise<number>((resolve) => {
  const signals: Partial<Record<NodeJS.Signals, number>> = {
    SIGINT: 130,
    SIGTERM: 143,
    SIGHUP: 129,
  }
  for (const [signal, code] of Object.entries(signals)) process.on(signal, () => resolve(code))
  // The task runner that started us may be killed without a word.
  if (process.env[runnerVariable] !== String(process.ppid)) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && resolve(129), parentLookMs).unref()
})

function show(error: unknown): void {
  const failure = asStartFailure(error)
  const text = failure?.message ?? (error instanceof Error ? (error.stack ?? error.message) : error)
  process.stderr.write(`✗ ${String(text)}\n`)
}

function lock(): void {
  const holder = tryLock(lockFile)
  if (holder) throw new StartFailure('alreadyRunning', { pid: String(holder.pid) })
}

async function introduce({ headOffice, terminals, users, databaseUrl }: Session): Promise<void> {
  const here = terminals.map((terminal) => terminal.branchId)
  const shown = printedUsers(users, here)
  console.log(`\n${userTable(shown, await whatTheyFind(databaseUrl, shown))}\n`)
  console.log(`总行服务 · Head office: ${headOffice.url} (${headOffice.database})`)
  for (const { devTools } of terminals) {
    if (devTools) console.log(`Terminal ready: DevTools ${devTools}`)
    else console.log('终端已打开 · Terminal open')
  }
  console.log('模拟断网 · Try an outage: npm start -- --cut, npm start -- --mend')
  console.log('按 Ctrl-C 结束 · Press Ctrl-C to end')
}

/** Resolves with an exit code when there is nothing more to run. */
async function watch({ headOffice, line, terminals }: Session): Promise<number> {
  const closed = Promise.all(terminals.map((terminal) => terminal.ended)).then(() => 0)
  const lost = line.lost.then((detail) => {
    if (!owned.closing) show(new StartFailure('headOfficeEnded', { log: headOffice.log, detail }))
    return 1
  })
  return Promise.race([closed, lost, stopAsked])
}

async function run(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) {
    console.log(usage)
    return 0
  }
  if (options.line) {
    orderLine(options.line)
    return 0
  }
  lock()
  await owned.own(() => unlock(lockFile))
  const cleared = await clearLeftovers()
  const say = (words: string): void => void process.stderr.write(`${words}\n`)
  if (cleared > 0) {
    say(`▸ 已结束上次遗留的 ${cleared} 个进程 · Ended ${cleared} processes that were left over`)
  }
  const session = await openSession(options, owned, say)
  await introduce(session)
  return watch(session)
}

const finished = run().catch((error: unknown) => {
  if (!(error instanceof Stopped) && !owned.closing) show(error)
  return 1
})
const code = await Promise.race([finished, stopAsked])
const quiet = setTimeout(() => console.log('正在结束 · Ending …'), 300)
await owned.close()
clearTimeout(quiet)
await Promise.race([finished, stopAsked])
process.exit(code)
