import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { demoUsers } from '#head-office/demo/fill.ts'
import { chooseHost } from '#tools/start/host.ts'
import { moveAppeals } from './appeal-days.ts'
import { bookArrivals, takeBackCard } from './arrivals.ts'
import { makeOddPeople } from './odd-people.ts'

/** The running program: two terminals of one branch and a head office that can be cut off. */
export interface Program {
  /** DevTools addresses of the terminals. */
  terminals: string[]
  /** Stops head office in its tracks: to the terminals the network is gone. */
  cutOff: () => void
  reconnect: () => void
  /** Calls the second terminal as the core system does. */
  callByLink: (link: string) => Promise<void>
  /** Identity numbers of the branch's customers about whom the counter has something to say. */
  idNumbers: () => Promise<readonly string[]>
  /** Lets bookings of today arrive for customers of a manager until so many cards came up. */
  arrive: (staffNo: string, cards: number) => Promise<void>
  /** Lets core banking take back the bookings behind a card of a manager. */
  takeBack: (staffNo: string) => Promise<void>
  /** Makes what was rejected today something that nobody dealt with for days, with others of its kind. */
  letLie: () => Promise<void>
  /** Moves the last day of appeals of the provisional month to so many days from today. */
  appealsUntil: (days: number) => Promise<void>
  /** Ends everything in order. */
  stop: () => Promise<void>
}

interface RunFile {
  postgres: { url: string }
  headOffice: { database: string; process: { pid: number } }
  terminals: { devTools: string | null; userData: string }[]
}

const startLimitMs = 5 * 60_000
const endLimitMs = 30_000

function ready(child: ChildProcess, terminals: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('npm start took too long')), startLimitMs)
    let seen = 0
    if (!child.stdout || !child.stderr) throw new Error('the program has no output')
    createInterface(child.stderr).on('line', (line) => console.error(`  ${line}`))
    createInterface(child.stdout).on('line', (line) => {
      if (!line.startsWith('Terminal ready:') || ++seen < terminals) return
      clearTimeout(timer)
      resolve()
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`npm start ended with ${code}`))
    })
  })
}

/** Address of head office's database. */
function databaseOf({ postgres, headOffice }: RunFile): string {
  const url = new URL(postgres.url)
  url.pathname = `/${headOffice.database}`
  return url.href
}

/** Does something in head office's database. */
async function inDatabase<Value>(
  run: RunFile,
  act: (client: pg.Client) => Promise<Value>,
): Promise<Value> {
  const client = new pg.Client({ connectionString: databaseOf(run) })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}

/** Whoever has a product that ends within the week and may be spoken to about it. */
async function findIdNumbers(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id_no: string }>(
    `select c.id_no from customer c
       join customer_summary y on y.branch_id = c.branch_id and y.customer_id = c.id
       cross join database_info d
       where c.branch_id = $1 and length(c.id_no) = 18 and not c.do_not_contact
         and y.next_maturity_on between d.business_date and d.business_date + 7
         and c.birth_date between d.business_date - interval '60 years'
           and d.business_date - interval '20 years'
         and exists (select from consent k where k.branch_id = c.branch_id
           and k.customer_id = c.id and k.withdrawn_on is null)
       order by c.employer is not null, c.id limit 4`,
    [demoUsers()[0]?.branchId],
  )
  return rows.map((row) => row.id_no)
}

/** Refused submissions as they come up besides: name, outcome, code, days ago. */
const otherRefusals = [
  ['contact.log', 'quarantined', 'contact.malformed', 0],
  ['task.complete', 'rejected', 'task.alreadyClosed', 5],
  ['referral.advance', 'quarantined', 'command.grantRevoked', 1],
] as const

/** Puts rejections of today back by four days, and others of the same person beside them. */
async function letLie(client: pg.Client): Promise<void> {
  await client.query(
    `update command set decided_at = decided_at - interval '4 days'
     where outcome = 'rejected' and decided_at > now() - interval '1 day'`,
  )
  for (const [name, outcome, code, days] of otherRefusals) {
    await client.query(
      `insert into command (branch_id, command_id, device_id, device_epoch, seq, request_hash, name,
         staff_id, request, outcome, code, result, received_at, decided_at)
       select branch_id, gen_random_uuid(), device_id, device_epoch, seq, request_hash, $1, staff_id,
         request, $2, $3, result, now(), now() - make_interval(days => $4)
       from command where outcome = 'rejected' order by decided_at limit 1`,
      [name, outcome, code, days],
    )
  }
}

/** Starts the program of a terminal once more; it hands the link to the one that runs. */
async function callByLink(userData: string, link: string): Promise<void> {
  const { command, args, env } = await chooseHost(false)
  const child = spawn(command, [...args, link], {
    env: { ...process.env, ...env, OCRM_USER_DATA: userData, STANDIN_HEADLESS: '1' },
    stdio: 'ignore',
  })
  await once(child, 'exit')
}

/**
 * Starts the real thing without windows, on a database of its own in `stateDir`, in which the
 * customer manager `oddStaffNo` has people nobody designs for.
 */
export async function startProgram(
  root: string,
  stateDir: string,
  keep: boolean,
  oddStaffNo: string,
): Promise<Program> {
  const terminals = 2
  const child = spawn(
    process.execPath,
    [
      join(root, 'tools/start/main.ts'),
      '--no-window',
      '--terminals',
      String(terminals),
      ...(keep ? [] : ['--reset']),
    ],
    {
      cwd: root,
      env: { ...process.env, OCRM_STATE_DIR: stateDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await ready(child, terminals)
  const run = JSON.parse(readFileSync(join(stateDir, 'run.json'), 'utf8')) as RunFile
  if (!keep) await inDatabase(run, (client) => makeOddPeople(client, oddStaffNo))
  let idNumbers: Promise<string[]> | undefined
  const signal = (name: NodeJS.Signals): void => {
    process.kill(run.headOffice.process.pid, name)
  }
  return {
    terminals: run.terminals.flatMap(({ devTools }) => devTools ?? []),
    cutOff: () => signal('SIGSTOP'),
    reconnect: () => signal('SIGCONT'),
    callByLink: (link) => callByLink(run.terminals[1]?.userData ?? '', link),
    idNumbers: () => (idNumbers ??= inDatabase(run, findIdNumbers)),
    arrive: (staffNo, cards) => bookArrivals(databaseOf(run), staffNo, cards),
    takeBack: (staffNo) => takeBackCard(databaseOf(run), staffNo),
    letLie: () => inDatabase(run, letLie),
    appealsUntil: (days) => inDatabase(run, (client) => moveAppeals(client, days)),
    stop: async () => {
      signal('SIGCONT')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), endLimitMs)
      await ended
      clearTimeout(timer)
    },
  }
}
