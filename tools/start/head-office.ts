import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { freePort } from '#head-office/postgres/server.ts'
import { startChild, type Child } from './child.ts'
import type { ClosingList } from './closing-list.ts'
import { StartFailure } from './failure.ts'
import { root, stateDir } from './state.ts'

const readyLine = z.looseObject({
  event: z.literal('ready'),
  url: z.url(),
  epoch: z.string(),
  database: z.string(),
})

/** A head office that answers. */
export interface HeadOfficeProcess extends Child {
  url: string
  port: number
  database: string
  epoch: string
}

const usualPort = 8350
const startLimitMs = 60_000
const attempts = 3

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** The port that `HEAD_OFFICE_PORT` asks for, or null. Throws `badOption`. */
function portOfEnvironment(): number | null {
  const asked = process.env['HEAD_OFFICE_PORT']
  if (asked === undefined || asked === '') return null
  const port = Number(asked)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new StartFailure('badOption', { detail: `HEAD_OFFICE_PORT=${asked}` })
}

/** What a line of its log says went wrong; the line itself where it is no log line. */
function complaintOf(line: string): string {
  try {
    const { error } = JSON.parse(line) as { error?: unknown }
    return typeof error === 'string' ? error : ''
  } catch {
    return line
  }
}

type Outcome = { ready: z.infer<typeof readyLine>; child: Child } | { failed: string; log: string }

async function launch(
  port: number,
  databaseUrl: string,
  database: string,
  owned: ClosingList,
): Promise<Outcome> {
  let found: (ready: z.infer<typeof readyLine>) => void
  const ready = new Promise<z.infer<typeof readyLine>>((resolve) => (found = resolve))
  let complaint = ''
  const child = startChild(
    'head-office',
    process.execPath,
    [join(root, 'head-office/main.ts')],
    {
      HEAD_OFFICE_DATABASE_URL: databaseUrl,
      HEAD_OFFICE_PORT: String(port),
      HEAD_OFFICE_DATA_DIR: join(stateDir, 'head-office', database),
    },
    (line, stream) => {
      if (stream === 'err') complaint = complaintOf(line) || complaint
      const parsed = stream === 'out' ? readyLine.safeParse(fromJson(line)) : undefined
      if (parsed?.success) found(parsed.data)
    },
  )
  await owned.own(() => child.stop())
  const timer = new AbortController()
  const outcome = await Promise.race([
    ready,
    child.ended,
    pause(startLimitMs, 'no answer in 60 s', { signal: timer.signal }).catch(() => ''),
  ])
  timer.abort()
  if (typeof outcome !== 'string') return { ready: outcome, child }
  await child.stop()
  return { failed: complaint ? `${outcome}: ${complaint}` : outcome, log: child.log }
}

function fromJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/**
 * Starts head office on a database and waits until it says that it is ready: on the port asked for,
 * else on the usual one, else on any. Throws `portTaken` and `headOfficeEnded`.
 */
export async function startHeadOffice(
  databaseUrl: string,
  database: string,
  owned: ClosingList,
  asked: number | null = portOfEnvironment(),
): Promise<HeadOfficeProcess> {
  if (asked !== null && !(await isFree(asked))) {
    throw new StartFailure('portTaken', { port: String(asked) })
  }
  const usual = (await isFree(usualPort)) ? usualPort : await freePort()
  for (let port = asked ?? usual, attempt = 1; ; port = await freePort(), attempt += 1) {
    const outcome = await launch(port, databaseUrl, database, owned)
    if ('ready' in outcome) {
      const { url, epoch } = outcome.ready
      return { ...outcome.child, url, epoch, port, database }
    }
    owned.checkpoint()
    // Somebody else took the port between our look and its start.
    const taken = outcome.failed.includes('EADDRINUSE')
    if (taken && asked !== null) throw new StartFailure('portTaken', { port: String(asked) })
    if (!taken || attempt === attempts) {
      throw new StartFailure('headOfficeEnded', { log: outcome.log, detail: outcome.failed })
    }
  }
}
