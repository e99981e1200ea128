import { createServer } from 'node:net'
import { join } from 'node:path'
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

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** The port asked for in `HEAD_OFFICE_PORT`, else the usual one, else any. Throws `portTaken`. */
async function choosePort(): Promise<number> {
  const asked = process.env['HEAD_OFFICE_PORT']
  if (asked !== undefined) {
    const port = Number(asked)
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new StartFailure('badOption', { detail: `HEAD_OFFICE_PORT=${asked}` })
    }
    if (!(await isFree(port))) throw new StartFailure('portTaken', { port: asked })
    return port
  }
  return (await isFree(usualPort)) ? usualPort : freePort()
}

/** Starts head office on a database and waits until it says that it is ready. */
export async function startHeadOffice(
  databaseUrl: string,
  database: string,
  owned: ClosingList,
): Promise<HeadOfficeProcess> {
  const port = await choosePort()
  let found: (ready: z.infer<typeof readyLine>) => void
  const ready = new Promise<z.infer<typeof readyLine>>((resolve) => (found = resolve))
  let last = ''
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
      if (stream === 'err') last = line
      if (!line.startsWith('{')) return
      try {
        const parsed = readyLine.safeParse(JSON.parse(line))
        if (parsed.success) found(parsed.data)
      } catch {
        // A line of its log that only begins like JSON.
      }
    },
  )
  await owned.own(() => child.stop())
  const timer = new AbortController()
  const failed = Promise.race([
    child.ended,
    new Promise<string>((resolve) => {
      const handle = setTimeout(() => resolve('no answer in 60 s'), startLimitMs)
      timer.signal.addEventListener('abort', () => clearTimeout(handle))
    }),
  ]).then(async (reason) => {
    await child.stop()
    const detail = last && !last.startsWith('{') ? `${reason}: ${last}` : reason
    throw new StartFailure('headOfficeEnded', { log: child.log, detail })
  })
  failed.catch(() => undefined)
  try {
    const { url, epoch } = await Promise.race([ready, failed])
    return { ...child, url, epoch, port, database }
  } finally {
    timer.abort()
  }
}
