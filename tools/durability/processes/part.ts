import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { identify } from '#tools/setup/lock.mjs'
import type { Figures, Outcome, Part, RunningPart } from '../part.ts'
import { startedChildren } from '../state.ts'
import { RoundDatabases } from './database.ts'
import { Fleet, type FleetParts } from './fleet.ts'
import type { Client } from './person.ts'
import { type RoundSize, wholeRound } from './plan.ts'
import { drainLimitMs, runRound } from './round.ts'

const started = (pid: number): void => startedChildren.note(identify(pid))

/** Loads a deliberate fault into every process of ours that starts with it. */
const register = fileURLToPath(new URL('../../simulate/mutants/register.ts', import.meta.url))

/**
 * Faults that the rounds must notice, by their names in the list of mutants, and the size of round
 * that meets them.
 */
export const planted: readonly string[] = [
  'sent counts as done',
  'a command is acknowledged before it is kept',
  'what is pushed again takes effect again',
  'another database gets nothing pushed again',
]

/** The few who come to the counter again and again: their referrals are joined. */
async function clientsOf(databases: RoundDatabases): Promise<Client[]> {
  const name = await databases.copy()
  const clients = await databases.using(name, async (pool) => {
    const { rows } = await pool.query<{ id: string; idNo: string }>(
      `select id::text as id, id_no as "idNo" from customer
       where id_no is not null and deceased_on is null order by id limit 12`,
    )
    return rows
  })
  await databases.drop(name)
  return clients
}

/** What rounds are opened with beside their size. */
export interface ProcessesOptions {
  /** A deliberate fault of the list of mutants. */
  mutant?: string
  /** Starts everything once beforehand, which pays for itself after some dozen starts. */
  warm?: boolean
}

/** Rounds of a size. */
export async function openProcesses(
  folder: string,
  size: RoundSize,
  { mutant, warm = true }: ProcessesOptions = {},
): Promise<RunningPart> {
  const databases = await RoundDatabases.open(folder, started)
  const clients = await clientsOf(databases)
  // Programs are read and compiled once, not at every one of a thousand starts.
  const compiled = { NODE_COMPILE_CACHE: join(folder, 'compiled') }
  const node =
    mutant === undefined
      ? { execArgv: [], env: compiled }
      : { execArgv: ['--import', register], env: { ...compiled, OCRM_MUTANT: mutant } }
  if (warm) await warmUp(databases, join(folder, 'warming up'), node)
  return {
    round: (input) => runRound({ databases, clients, size, node, started }, input),
    close: () => databases.close(),
  }
}

/** Starts everything once and ends it in good order, which is when Node keeps what it compiled. */
async function warmUp(
  databases: RoundDatabases,
  folder: string,
  node: FleetParts['node'],
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const fleet = await Fleet.open({ databases, folder, terminals: 1, node, started })
  await Promise.all([...fleet.terminals.map((terminal) => terminal.stop()), fleet.office.stop()])
  await fleet.close()
  rmSync(folder, { recursive: true, force: true })
}

const of = (sum: Figures, name: string): number => sum[name] ?? 0
const text = (value: number): string => value.toLocaleString('en-US')

function atLeast(what: string, value: number, target: number, detail = ''): Outcome {
  const shown = detail === '' ? text(value) : `${text(value)} (${detail})`
  return { what, value: shown, target: `≥ ${text(target)}`, held: value >= target }
}

function none(what: string, value: number, among: string): Outcome {
  return { what, value: `${text(value)} of ${among}`, target: '0', held: value === 0 }
}

function all(what: string, value: number, whole: number, detail = ''): Outcome {
  const share = `${text(value)} of ${text(whole)}`
  const shown = detail === '' ? share : `${share}, ${detail}`
  return { what, value: shown, target: 'all', held: value === whole }
}

function outcomes(sum: Figures, rounds: number): Outcome[] {
  const kills = [
    ['terminal', 'terminalKills'],
    ['head office', 'officeKills'],
    ['PostgreSQL', 'postmasterKills'],
    ['a backend', 'backendKills'],
  ] as const
  const killed = kills.reduce((total, [, name]) => total + of(sum, name), 0)
  const each = kills.map(([what, name]) => `${what} ${text(of(sum, name))}`).join(', ')
  const longest = `${(of(sum, 'maxDrainMs') / 1_000).toFixed(1)} s at most`
  const seconds = drainLimitMs / 1_000
  return [
    atLeast('process kills', killed, rounds * wholeRound.kills, each),
    atLeast('partitions', of(sum, 'partitions'), rounds * wholeRound.partitions),
    atLeast('failovers to an older copy', of(sum, 'failovers'), rounds * wholeRound.failovers),
    none('acknowledged writes lost', of(sum, 'lost'), text(of(sum, 'acknowledged'))),
    none('commands applied twice', of(sum, 'twice'), text(of(sum, 'commands'))),
    none(
      'commands lost by a failover and not pushed again',
      of(sum, 'notPushedAgain'),
      text(of(sum, 'forgotten')),
    ),
    all(`rounds drained within ${seconds} s of healing`, of(sum, 'drained'), rounds, longest),
    all(
      'caches equal to head office by rows and digest',
      of(sum, 'equalCaches'),
      of(sum, 'terminals'),
    ),
  ]
}

/** Real processes, killed, cut off from each other and failed over while people work. */
export const processes: Part = {
  name: 'processes',
  title: 'terminals, head office and PostgreSQL as processes, with faults between them',
  rounds: { full: 100, short: 3 },
  unable: () =>
    Promise.resolve(
      process.platform === 'win32' ? 'Windows has no SIGKILL for a whole process' : undefined,
    ),
  open: (folder) => openProcesses(folder, wholeRound),
  outcomes,
  planted: planted.map((name) => ({
    name,
    open: (folder: string) => openProcesses(folder, wholeRound, { mutant: name }),
  })),
}
