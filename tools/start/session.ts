import pg from 'pg'
import { isBuilt } from '#tools/build/stamp.ts'
import { identify } from '#tools/setup/lock.mjs'
import { step } from '#tools/setup/progress.mjs'
import { build } from './build.ts'
import type { ClosingList } from './closing-list.ts'
import { configuredDatabase, isForeign, openServer, type DatabaseServer } from './database.ts'
import { StartFailure } from './failure.ts'
import { startHeadOffice, type HeadOfficeProcess } from './head-office.ts'
import { chooseHost, hasDisplay, type Host } from './host.ts'
import { branchesOf, ensureUsers, type DemoUser } from './demo.ts'
import { Line } from './line.ts'
import type { StartOptions } from './options.ts'
import { foldersOf, reset } from './reset.ts'
import { removeRunFile, writeRunFile, type RunFile } from './run-file.ts'
import { openTerminal, placeTerminal, prepareTerminal, type TerminalProcess } from './terminal.ts'

/** What runs once {@link openSession} is through. */
export interface Session {
  host: Host
  headOffice: HeadOfficeProcess
  line: Line
  terminals: TerminalProcess[]
  users: readonly DemoUser[]
  /** Connection string of the database the session stands on. */
  databaseUrl: string
}

/** What a step prints while it works. */
type Say = (words: string) => void

async function resetDatabase(server: DatabaseServer, database: string, say: Say): Promise<void> {
  say(`  删除数据库 ${database} · removing the database ${database}`)
  for (const folder of foldersOf(database)) say(`  删除 · removing ${folder}`)
  await reset(server, database)
}

async function openDatabase(options: StartOptions, owned: ClosingList, say: Say) {
  const server = await step('启动 PostgreSQL · Starting PostgreSQL', openServer)
  await owned.own(() => server.stop())
  const configured = options.database === 'demo' ? configuredDatabase() : null
  const database = configured ?? `ocrm_${options.database}`
  if (options.reset) {
    if (isForeign()) throw new StartFailure('resetForeign')
    await step('重置 · Resetting', () => resetDatabase(server, database, say))
  }
  owned.checkpoint()
  const users = await step('准备数据 · Preparing data', () =>
    ensureUsers(server, options.database, database, options.size, owned, say),
  )
  return { server, database, users }
}

async function openTerminals(
  options: StartOptions,
  host: Host,
  window: boolean,
  context: { url: string; database: string; users: readonly DemoUser[] },
  headOffice: HeadOfficeProcess,
  owned: ClosingList,
): Promise<TerminalProcess[]> {
  const branches = branchesOf(context.users)
  const terminals: TerminalProcess[] = []
  const pool = new pg.Pool({ connectionString: context.url, max: 1 })
  pool.on('error', () => undefined)
  try {
    for (let number = 1; number <= options.terminals; number += 1) {
      owned.checkpoint()
      const branch = branches[options.spread ? (number - 1) % branches.length : 0]
      if (!branch) throw new StartFailure('databaseMissing', { database: context.database })
      const place = placeTerminal(context.database, number, branch.id)
      await step(`打开终端 ${number} · Opening terminal ${number} (${branch.name})`, async () => {
        await prepareTerminal(pool, place, headOffice.url)
        const terminal = await openTerminal(host, place, window, owned)
        terminals.push(terminal)
      })
    }
    return terminals
  } finally {
    await pool.end()
  }
}

/**
 * Brings everything up in order: host, build, PostgreSQL, data, head office, terminals. Whatever is
 * started goes into `owned`, so that it ends in the opposite order at whatever moment.
 */
export async function openSession(
  options: StartOptions,
  owned: ClosingList,
  say: Say,
): Promise<Session> {
  const window = options.window && hasDisplay()
  const host = await chooseHost(window)
  say(`▸ ${host.reason}`)
  owned.checkpoint()
  if (!isBuilt()) await step('构建终端 · Building the terminal', () => build(owned))
  owned.checkpoint()

  const { server, database, users } = await openDatabase(options, owned, say)
  const run: RunFile = {
    owner: identify(process.pid),
    postgres: {
      url: server.url('postgres'),
      process: server.pid === null ? null : identify(server.pid),
    },
    terminals: [],
  }
  await owned.own(removeRunFile)
  writeRunFile(run)

  owned.checkpoint()
  const url = server.url(database)
  const headOffice = await step('启动总行服务 · Starting head office', () =>
    startHeadOffice(url, database, owned),
  )
  const { port } = headOffice
  run.headOffice = { url: headOffice.url, port, database, process: headOffice.process }
  writeRunFile(run)

  const context = { url, database, users }
  const terminals = await openTerminals(options, host, window, context, headOffice, owned)
  run.terminals = terminals.map(({ userData, devTools, process: identity }) => ({
    userData,
    devTools,
    process: identity,
  }))
  writeRunFile(run)
  const line = new Line(headOffice, {
    reopen: async () => {
      const reopened = await startHeadOffice(url, database, owned, port)
      run.headOffice = { url: reopened.url, port, database, process: reopened.process }
      writeRunFile(run)
      return reopened
    },
    owned,
    say,
  })
  return { host, headOffice, line, terminals, users, databaseUrl: url }
}
