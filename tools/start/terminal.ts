import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { terminalConfigSchema, type TerminalConfig } from '#contract/terminal-config.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { startChild, type Child } from './child.ts'
import type { ClosingList } from './closing-list.ts'
import { StartFailure } from './failure.ts'
import type { Host } from './host.ts'
import { stateDir } from './state.ts'

/** A terminal of the demo before it runs. */
export interface TerminalPlace {
  /** 1-based. */
  number: number
  deviceName: string
  branchId: string
  userData: string
}

/** A terminal that runs. */
export interface TerminalProcess extends Child {
  userData: string
  branchId: string
  /** Address of its DevTools where it has no window. */
  devTools: string | null
}

const openLimitMs = 60_000

/** Folder and name of the n-th terminal (from 1) on a database. */
export function placeTerminal(database: string, number: number, branchId: string): TerminalPlace {
  return {
    number,
    branchId,
    deviceName: `PC-${String(number).padStart(2, '0')}`,
    userData: join(stateDir, 'terminals', `${database}-${number}`),
  }
}

function readConfig(file: string): TerminalConfig | null {
  if (!existsSync(file)) return null
  const parsed = terminalConfigSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return parsed.success ? parsed.data : null
}

async function isEnrolled(pool: pg.Pool, place: TerminalPlace): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from device where branch_id = $1 and name = $2 and state = 'active'`,
    [place.branchId, place.deviceName],
  )
  return (rowCount ?? 0) > 0
}

/**
 * Writes the terminal's `terminal.json` as IT would: head office's address and, until the device is
 * enrolled, a one-time code. The file is whole at every moment.
 */
export async function prepareTerminal(
  pool: pg.Pool,
  place: TerminalPlace,
  headOfficeUrl: string,
): Promise<void> {
  const file = join(place.userData, 'terminal.json')
  const known = readConfig(file)
  const enrolled = known !== null && (await isEnrolled(pool, place))
  const config: TerminalConfig = {
    headOfficeUrl,
    deviceName: place.deviceName,
    demo: true,
    ...(enrolled
      ? {}
      : { enrolmentCode: await createEnrolmentCode(pool, { branchId: place.branchId }) }),
  }
  mkdirSync(place.userData, { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.new`, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

interface DevToolsTarget {
  type: string
  url: string
}

/** Waits until the page of the terminal is there, so that whoever attaches finds it. */
async function waitForPage(devTools: string, aborted: () => boolean): Promise<boolean> {
  while (!aborted()) {
    const targets = await fetch(`${devTools}/json/list`).then(
      (response) => response.json() as Promise<DevToolsTarget[]>,
      () => [],
    )
    if (targets.some((target) => target.type === 'page' && /^(http|app):/.test(target.url))) {
      return true
    }
    await pause(100)
  }
  return false
}

/** Opens a terminal. Without a window it ends up with an address to attach to. */
export async function openTerminal(
  host: Host,
  place: TerminalPlace,
  window: boolean,
  owned: ClosingList,
): Promise<TerminalProcess> {
  let last = ''
  let foundPort: (port: string) => void
  const port = new Promise<string>((resolve) => (foundPort = resolve))
  const child = startChild(
    `terminal-${place.number}`,
    host.command,
    [...host.args, ...(window ? [] : ['--remote-debugging-port=0'])],
    {
      ...host.env,
      OCRM_USER_DATA: place.userData,
      ...(window ? {} : { STANDIN_HEADLESS: '1' }),
    },
    (line) => {
      if (line.trim()) last = line.trim()
      const match = /^DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(line)
      if (match?.[1]) foundPort(match[1])
    },
  )
  await owned.own(() => child.stop())
  let gone = false
  const ended = child.ended.then((reason) => {
    gone = true
    return reason
  })
  const limit = performance.now() + openLimitMs
  const opened = (async () => {
    if (window) {
      // A window has no address; what does not end at once is open.
      await pause(2_000)
      return null
    }
    const devTools = `http://127.0.0.1:${await port}`
    const there = await waitForPage(devTools, () => gone || performance.now() > limit)
    return there ? devTools : Promise.reject(new Error('no page'))
  })()
  const outcome = await Promise.race([
    opened.then(
      (devTools) => ({ devTools }),
      () => ({ reason: 'no page in 60 s' }),
    ),
    ended.then((reason) => ({ reason })),
    pause(openLimitMs, { reason: 'no answer in 60 s' }, { ref: false }),
  ])
  if ('reason' in outcome) {
    await child.stop()
    const detail = last ? `${outcome.reason}: ${last}` : outcome.reason
    throw new StartFailure('terminalEnded', { log: child.log, detail })
  }
  const { userData, branchId } = place
  return { ...child, userData, branchId, devTools: outcome.devTools }
}
