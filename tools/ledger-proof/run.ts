import { join } from 'node:path'
import type { PartProgress, RunProgress } from '#tools/durability/progress.ts'
import { attacks } from './attacks.ts'
import { clockCase, clocks } from './clocks.ts'
import { copiedKill, realKill } from './kills.ts'
import {
  type CaseResult,
  chanceOf,
  makeTemplate,
  tamperingCase,
  type Template,
} from './tampering.ts'
import { restoredDisk } from './witness.ts'

/** What a run is given. */
export interface RunParts {
  seed: number
  short: boolean
  /** So many cases of each kind at most. */
  most?: number
  /** A folder for the files of cases. */
  folder: string
  progress: RunProgress
  stopped: () => boolean
  say: (text: string) => void
}

/** A line of the table. */
export interface TableRow {
  what: string
  cases: number
  found: number
  /** Of these at the right record; null where there is none. */
  exact: number | null
  target: string
  held: boolean
  /** Some cases that were not as they must be. */
  told: readonly string[]
}

/** Cases that start from the same day. */
const perTemplate = 25
/** Cases after which what was done is kept. */
const keptEvery = 25
const mostTold = 5

interface Kind {
  name: string
  cases: (short: boolean) => number
  /** Whether something is to be found. */
  honest: boolean
  run: (index: number, parts: RunParts) => Promise<CaseResult & { wrongDuration?: boolean }>
}

let day: { of: number; template: Template } | null = null

async function dayOf(index: number, { seed, folder }: RunParts): Promise<Template> {
  const of = Math.floor(index / perTemplate)
  if (day?.of !== of) {
    const template = await makeTemplate(join(folder, 'day'), chanceOf(seed, 'day', of))
    day = { of, template }
  }
  return day.template
}

const thousand = (short: boolean) => (short ? 12 : 1_000)
const caseFolder = ({ folder }: RunParts) => join(folder, 'case')

/** What nobody can find: the table says so, and a run in which it is found is wrong about itself. */
const impossible = 'the same without a neighbour: cannot be found'

const restored = async (index: number, parts: RunParts, witness: boolean) =>
  restoredDisk(
    await dayOf(index, parts),
    caseFolder(parts),
    chanceOf(parts.seed, `restored ${witness}`, index),
    witness,
  )

const kinds: readonly Kind[] = [
  ...Object.keys(attacks).map((name): Kind => ({
    name,
    cases: thousand,
    honest: false,
    run: async (index, parts) =>
      tamperingCase(
        name,
        await dayOf(index, parts),
        caseFolder(parts),
        chanceOf(parts.seed, name, index),
      ),
  })),
  {
    name: 'whole disk restored, nothing newer at head office, one neighbour',
    cases: thousand,
    honest: false,
    run: async (index, parts) => restored(index, parts, true),
  },
  {
    name: impossible,
    cases: thousand,
    honest: true,
    run: async (index, parts) => restored(index, parts, false),
  },
  ...Object.keys(clocks).map((name): Kind => ({
    name,
    cases: thousand,
    honest: false,
    run: (index, parts) => clockCase(name, caseFolder(parts), chanceOf(parts.seed, name, index)),
  })),
  {
    name: 'honest kill, files copied between two steps',
    cases: (short) => (short ? 40 : 9_000),
    honest: true,
    run: (index, parts) => copiedKill(caseFolder(parts), chanceOf(parts.seed, 'copied', index)),
  },
  {
    name: 'honest kill, SIGKILL of a real process',
    cases: (short) => (short ? 5 : 1_000),
    honest: true,
    run: (index, parts) => realKill(caseFolder(parts), chanceOf(parts.seed, 'killed', index)),
  },
]

function added(before: PartProgress, result: Awaited<ReturnType<Kind['run']>>, kind: Kind) {
  const { found = 0, exact = 0, wrong = 0 } = before.sum
  const bad = kind.honest ? result.found : !result.found || !result.exact || result.wrongDuration
  return {
    ...before,
    done: before.done + 1,
    sum: {
      found: found + Number(result.found),
      exact: exact + Number(result.found && result.exact),
      wrong: wrong + Number(result.wrongDuration ?? false),
    },
    broken: bad ? [...before.broken, result.told].slice(0, mostTold) : before.broken,
  }
}

/** Runs what is left of every kind; what was done is kept again and again. */
export async function runKinds(parts: RunParts): Promise<void> {
  for (const kind of kinds) {
    const count = Math.min(kind.cases(parts.short), parts.most ?? Number.MAX_SAFE_INTEGER)
    let own = parts.progress.of(kind.name)
    const started = performance.now()
    const { seconds } = own
    day = null
    while (own.done < count && !parts.stopped()) {
      own = added(own, await kind.run(own.done, parts), kind)
      const spent = seconds + (performance.now() - started) / 1_000
      own = { ...own, seconds: spent }
      if (own.done % keptEvery === 0 || own.done === count) parts.progress.keep(kind.name, own)
    }
    parts.progress.keep(kind.name, own)
    parts.say(`${kind.name}: ${own.done} of ${count}, ${Math.round(own.seconds)} s`)
  }
}

/** The table of what a run has done so far. */
export function rowsOf(
  progress: RunProgress,
  short: boolean,
  most = Number.MAX_SAFE_INTEGER,
): TableRow[] {
  const rows = kinds.map(({ name, cases, honest }): TableRow => {
    const { done, sum, broken } = progress.of(name)
    const { found = 0, exact = 0 } = sum
    const complete = done === Math.min(cases(short), most)
    const all = found === done && exact === done
    return {
      ...{ what: name, cases: done, found, exact: honest ? null : exact, told: broken },
      target: honest ? '0 found' : 'all, exact',
      held: complete && (honest ? found === 0 : all),
    }
  })
  const moved = Object.keys(clocks).map((name) => progress.of(name))
  const wrong = moved.reduce((sum, { sum: own }) => sum + (own['wrong'] ?? 0), 0)
  const cases = moved.reduce((sum, { done }) => sum + done, 0)
  const durations = { what: 'wrong durations under a moved clock', cases, found: wrong }
  return [...rows, { ...durations, exact: null, target: '0 found', held: wrong === 0, told: [] }]
}
