import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { benchAcknowledge } from './areas/acknowledge.ts'
import { benchAssess, assessSize } from './areas/assess.ts'
import { benchBootstrap, bootstrapSize } from './areas/bootstrap.ts'
import { benchCards, cardsSize } from './areas/cards.ts'
import { benchDigest, digestSize } from './areas/digest.ts'
import { benchEgo, egoSize } from './areas/ego.ts'
import { benchFundFlow, fundFlowSize } from './areas/fund-flow.ts'
import { benchGrid } from './areas/grid.ts'
import { benchGroups, groupsSize } from './areas/groups.ts'
import { benchLedger, ledgerSize } from './areas/ledger.ts'
import { benchNight, nightSize } from './areas/night.ts'
import { benchOpenCustomer, openCustomerSize } from './areas/open-customer.ts'
import { benchRisk, riskSize } from './areas/risk.ts'
import { benchSearch, millionSize, searchSize } from './areas/search.ts'
import { basisWords, isRed, type Result, shortfall } from './measure.ts'
import { type AreaSize, type BenchOptions, readOptions, type Scale, WrongUse } from './options.ts'

interface Area {
  run: (scale: Scale) => Promise<Result | Result[]>
  /** Null where the size cannot be chosen. */
  size: AreaSize | null
}

const areas: Readonly<Record<string, Area>> = {
  bootstrap: { run: benchBootstrap, size: bootstrapSize },
  search: { run: (scale) => benchSearch(scale), size: searchSize },
  'search-1m': { run: (scale) => benchSearch(scale, millionSize), size: millionSize },
  open: { run: benchOpenCustomer, size: openCustomerSize },
  flow: { run: benchFundFlow, size: fundFlowSize },
  ego: { run: benchEgo, size: egoSize },
  grid: { run: benchGrid, size: null },
  groups: { run: benchGroups, size: groupsSize },
  digest: { run: benchDigest, size: digestSize },
  night: { run: (scale) => benchNight(scale), size: nightSize },
  'night-1m': { run: (scale) => benchNight(scale, 50), size: nightSize },
  cards: { run: benchCards, size: cardsSize },
  acknowledge: { run: benchAcknowledge, size: null },
  ledger: { run: benchLedger, size: ledgerSize },
  risk: { run: benchRisk, size: riskSize },
  assess: { run: benchAssess, size: assessSize },
}

/** Run when no area is named; the others take minutes to build and are asked for by name. */
const usual = ['bootstrap', 'search', 'open', 'grid']

const usage = `npm run bench -- [${Object.keys(areas).join(' | ')} …] [--quick]
  [--customers N | --transfers N | --people N] [--json <file> [--resume]]`

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

function asked(): BenchOptions {
  try {
    return readOptions(process.argv.slice(2), areas, usual)
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error
    console.error(`${error.message}\n${usage}`)
    process.exit(2)
  }
}

const { areas: wanted, scale, json, resume } = asked()

/** What an earlier run wrote into the file, by area: it is not measured again. */
type Kept = Record<string, Result[]>

/** The areas of a file of results; none where it is not there, or was made of other sizes. */
function keptIn(file: string): Kept {
  if (!existsSync(file)) return {}
  const before = JSON.parse(readFileSync(file, 'utf8')) as { scale?: Scale; areas?: Kept }
  return JSON.stringify(before.scale) === JSON.stringify(scale) ? (before.areas ?? {}) : {}
}

const kept: Kept = resume && json !== null ? keptIn(json) : {}

/** Written after every area, so that a run that is ended goes on where it stood. */
function write(file: string): void {
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version }
  const content = { machine, scale, results: Object.values(kept).flat(), areas: kept }
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`)
}

const results: Result[] = []
for (const name of wanted) {
  const found = kept[name] ?? [(await areas[name]?.run(scale)) ?? []].flat()
  kept[name] = found
  results.push(...found)
  found.forEach((result) => console.log(line(result)))
  if (json !== null) write(json)
}
if (results.some(isRed)) {
  const red = results.filter(isRed).map(({ area }) => area)
  console.log(`✗ goal missed: ${red.join(', ')}`)
  process.exitCode = 1
}
