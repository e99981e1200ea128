import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { formatTable } from '#tools/start/table.ts'
import { tryLock, unlock } from '#tools/setup/lock.mjs'
import { damagedCaches } from './damaged-caches/part.ts'
import type { Part } from './part.ts'
import { powerCut } from './power-cut/part.ts'
import { processes } from './processes/part.ts'
import { codeStamp, ResumeError, RunProgress } from './progress.ts'
import {
  allHeld,
  huntPlanted,
  type PartResult,
  replayRound,
  type RunOptions,
  runParts,
} from './run.ts'
import { durabilityDir, startedChildren } from './state.ts'

const usage = `npm run verify:durability -- [options]

  --short       a few minutes instead of the full figures
  --part NAME   this part alone
  --seed N      what is drawn at random (usual: 1)
  --rounds N    so many rounds of each part
  --resume      go on where a run of the same seed and code stopped
  --round N     this round of --part alone, once more (they count from 0)
  --planted     each deliberate fault of the product, and the round that noticed it
  --json        figures as one line of JSON`

/** Everything there is to prove. */
const parts: readonly Part[] = [processes, powerCut, damagedCaches]

/** Longest time for a round, ms: a minute for draining, and the rest of it on a busy machine. */
const roundLimitMs = 240_000

/** Most rounds within which a deliberate fault must be noticed. */
const plantedRounds = 6

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    part: { type: 'string' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string' },
    round: { type: 'string' },
    resume: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

/** A mistake in what was asked for: told without a stack. */
class AskedError extends Error {}

function whole(name: string, text: string, least: number): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new AskedError(`--${name} takes a whole number from ${least} on, not "${text}"`)
}

function chosenParts(): readonly Part[] {
  const { part: name } = values
  if (name === undefined) return parts
  const chosen = parts.filter((part) => part.name === name)
  if (chosen.length > 0) return chosen
  const names = parts.map((part) => part.name).join(', ')
  throw new AskedError(`there is no part "${name}"; there are: ${names}`)
}

/** Ctrl-C once: after this round. Twice: at once, with everything that was started. */
function watchInterrupts(): () => boolean {
  let asked = false
  const interrupt = () => {
    if (!asked) {
      asked = true
      console.error('stopping after this round; once more: at once')
      return
    }
    startedChildren.killLeft()
    process.exit(130)
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return () => asked
}

function tell(results: readonly PartResult[]): void {
  const rows = results.flatMap((result) =>
    'skipped' in result
      ? [[result.name, 'SKIPPED', result.skipped, '', '']]
      : result.outcomes.map(({ what, value, target, held }) => [
          result.name,
          what,
          value,
          target,
          held ? '✓' : '✗',
        ]),
  )
  console.log(formatTable(['part', 'what', 'found', 'must be', ''], rows))
  for (const result of results) {
    if ('skipped' in result) continue
    const { name, rounds, asked, seconds } = result
    console.log(`${name}: ${rounds} of ${asked} rounds in ${Math.round(seconds)} s`)
  }
}

type Options = Omit<RunOptions, 'rounds'>

/** Every deliberate fault of the parts chosen; false where one was not noticed. */
async function hunt(options: Options): Promise<boolean> {
  const fates = []
  const most = values.rounds === undefined ? plantedRounds : whole('rounds', values.rounds, 1)
  for (const part of chosenParts()) fates.push(...(await huntPlanted(part, options, most)))
  if (values.json) console.log(JSON.stringify({ planted: fates }))
  return !options.stopped() && fates.every(({ noticed }) => noticed !== null)
}

/** One round once more; false where it broke a promise. */
async function replay(index: number, options: Options): Promise<boolean> {
  const [part, ...others] = chosenParts()
  if (!part || others.length > 0) throw new AskedError('--round needs --part: which part is it of?')
  const { figures, broken } = await replayRound(part, index, options)
  console.log(
    JSON.stringify({ part: part.name, seed: options.seed, round: index, figures, broken }),
  )
  return broken.length === 0
}

async function prove(options: Options): Promise<boolean> {
  const chosen = chosenParts()
  const { short, resume, json } = values
  if (values.planted) return hunt(options)
  if (values.round !== undefined) return replay(whole('round', values.round, 0), options)
  const rounds = (part: Part) =>
    values.rounds === undefined
      ? part.rounds[short ? 'short' : 'full']
      : whole('rounds', values.rounds, 1)
  const identity = { seed: options.seed, short, code: codeStamp() }
  const file = join(durabilityDir, 'state.json')
  const kept = resume ? RunProgress.resume(file, identity) : RunProgress.begin(file, identity)
  const results = await runParts(chosen, { ...options, rounds }, kept)
  if (json) console.log(JSON.stringify({ ...identity, results }))
  else tell(results)
  if (options.stopped()) {
    console.error('stopped; go on with --resume')
    return false
  }
  const held = allHeld(results)
  if (held && values.part === undefined) kept.forget()
  return held
}

async function main(): Promise<number> {
  if (values.help) {
    console.log(usage)
    return 0
  }
  const seed = whole('seed', values.seed, 0)
  chosenParts()
  const lock = join(durabilityDir, 'lock')
  const holder = tryLock(lock)
  if (holder) throw new AskedError(`a run is under way already (process ${holder.pid})`)
  try {
    const left = await startedChildren.endLeft()
    if (left > 0) console.error(`ended ${left} processes that an earlier run left`)
    const say = (line: string) => {
      if (!values.json) console.log(line)
    }
    const stopped = watchInterrupts()
    const folder = join(durabilityDir, 'work')
    const held = await prove({ seed, folder, limitMs: roundLimitMs, stopped, say })
    if (stopped()) return 130
    return held ? 0 : 1
  } finally {
    await startedChildren.endLeft()
    unlock(lock)
  }
}

try {
  // At once: a connection that was torn on purpose may take its time to be gone.
  process.exit(await main())
} catch (error) {
  if (!(error instanceof AskedError || error instanceof ResumeError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
