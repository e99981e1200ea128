import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { repository } from '#test/support/terminal-app.ts'

/** Where a head office process finds its database and keeps its files. */
export interface HeadOfficePlace {
  databaseUrl: string
  dataDir: string
  /** The same port every time, so that terminals find it again. */
  port: number
}

/** A head office in a process of its own. */
export interface HeadOfficeProcess {
  url: string
  /** Resolves when the process has ended, whatever ended it. */
  ended: Promise<void>
  /** SIGKILL: no farewell, no flush. */
  kill(): Promise<void>
  /** SIGTERM, and waits. */
  stop(): Promise<void>
  /** SIGSTOP: connections are still taken by the system, and nobody answers. */
  freeze(): void
  /** SIGCONT. */
  thaw(): void
}

async function untilReady(child: ChildProcess): Promise<string> {
  let output = ''
  for await (const piece of child.stdout ?? []) {
    output += String(piece)
    const line = output.split('\n').find((each) => each.includes('"ready"'))
    if (line) return (JSON.parse(line) as { url: string }).url
  }
  throw new Error(`head office ended before it was ready: ${output}`)
}

/** Which head office: the real one, or one with a fault of `<kind>-head-office.ts`. */
export type HeadOfficeKind = 'real' | 'dying' | 'choking'

/** Starts head office; `dying` is the one that is killed between its first commit and the reply. */
export async function startHeadOfficeProcess(
  place: HeadOfficePlace,
  kind: HeadOfficeKind = 'real',
): Promise<HeadOfficeProcess> {
  const entry = kind === 'real' ? 'head-office/main.ts' : `test/e2e/support/${kind}-head-office.ts`
  const environment = { ...process.env }
  // Options of the test runner's own process.
  delete environment['NODE_OPTIONS']
  const child = spawn(process.execPath, [join(repository, entry)], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...environment,
      HEAD_OFFICE_DATABASE_URL: place.databaseUrl,
      HEAD_OFFICE_PORT: String(place.port),
      HEAD_OFFICE_DATA_DIR: place.dataDir,
    },
  })
  const ended = once(child, 'exit').then(() => undefined)
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  const url = await untilReady(child)
  child.stdout?.resume()
  return {
    url,
    ended,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}
