import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchAcknowledge } from './areas/acknowledge.ts'
import { benchAssess } from './areas/assess.ts'
import { benchBootstrap } from './areas/bootstrap.ts'
import { benchCards } from './areas/cards.ts'
import { benchDigest } from './areas/digest.ts'
import { benchEgo } from './areas/ego.ts'
import { benchFundFlow } from './areas/fund-flow.ts'
import { benchGrid } from './areas/grid.ts'
import { benchGroups } from './areas/groups.ts'
import { benchLedger } from './areas/ledger.ts'
import { benchNight } from './areas/night.ts'
import { benchOpenCustomer } from './areas/open-customer.ts'
import { benchRisk } from './areas/risk.ts'
import { benchSearch } from './areas/search.ts'
import { basisWords, isRed, type Result, shortfall } from './measure.ts'

const areas: Record<string, (quick: boolean) => Promise<Result | Result[]>> = {
  bootstrap: benchBootstrap,
  search: (quick) => benchSearch(quick),
  'search-1m': (quick) => benchSearch(quick, 1_000_000),
  open: benchOpenCustomer,
  flow: benchFundFlow,
  ego: benchEgo,
  grid: benchGrid,
  groups: benchGroups,
  digest: benchDigest,
  night: (quick) => benchNight(quick),
  'night-1m': (quick) => benchNight(quick, 50),
  cards: benchCards,
  acknowledge: benchAcknowledge,
  ledger: benchLedger,
  risk: benchRisk,
  assess: benchAssess,
}

/** Run when no area is named; the others take minutes to build and are asked for by name. */
const usual = ['bootstrap', 'search', 'open', 'grid']

const usage = `npm run bench -- [${Object.keys(areas).join(' | ')} …] [--quick] [--json <file> [--resume]]`

const number = (value: number) => value.toFixed(value < 10 ? 2 : 0)

/** The figure that is judged, and its goal, in words. */
function verdict({ goal, ratio }: Result): string {
  switch (goal.of) {
    case 'ratio':
      return `${number(ratio)}x (goal ≤ ${goal.most}x)`
    case 'fps':
      return `${goal.measured.toFixed(1)} frames a second (goal ≥ ${goal.least})`
    case 'share':
      return `${(goal.measured * 100).toFixed(2)} % (goal ≤ ${goal.most * 100} %)`
    default:
      return `${number(goal.measured)} ms (goal ${goal.of.slice(0, -3)} ≤ ${number(goal.most)} ms)`
  }
}

function line(result: Result): string {
  const { area, what, details } = result
  const mark = isRed(result) ? '✗' : shortfall(result) > 1 ? '~' : '✓'
  const rest = Object.entries(details).map(([name, value]) => `\n    ${name}: ${value}`)
  return [
    `${mark} ${area}: ${verdict(result)}`,
    `    ${what}`,
    `    limit ${number(result.limitMs)} ms, ours ${number(result.oursMs)} ms, ratio ${number(result.ratio)}` +
      ` (${basisWords[result.basis]})${rest.join('')}`,
  ].join('\n')
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    resume: { type: 'boolean', default: false },
  },
})
const wanted = positionals.length > 0 ? positionals : usual
const unknown = wanted.find((name) => !Object.hasOwn(areas, name))
if (unknown !== undefined) {
  console.error(`no such area: ${unknown}\n${usage}`)
  process.exit(2)
}

/** What an earlier run wrote into the file, by area: it is not measured again. */
type Kept = Record<string, Result[]>

/** The areas of a file of results; none where it is not there, or was made of other sizes. */
function keptIn(file: string): Kept {
  if (!existsSync(file)) return {}
  const { quick, areas: kept = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    quick: boolean
    areas?: Kept
  }
  return quick === values.quick ? kept : {}
}

const kept: Kept = values.resume && values.json !== undefined ? keptIn(values.json) : {}

/** Written after every area, so that a run that is ended goes on where it stood. */
function write(file: string): void {
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version }
  const content = { machine, quick: values.quick, results: Object.values(kept).flat(), areas: kept }
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`)
}

const results: Result[] = []
for (const name of wanted) {
  const found = kept[name] ?? [(await areas[name]?.(values.quick)) ?? []].flat()
  kept[name] = found
  results.push(...found)
  found.forEach((result) => console.log(line(result)))
  if (values.json !== undefined) write(values.json)
}
if (results.some(isRed)) {
  const red = results.filter(isRed).map(({ area }) => area)
  console.log(`✗ goal missed: ${red.join(', ')}`)
  process.exitCode = 1
}
