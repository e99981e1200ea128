import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchBootstrap } from './areas/bootstrap.ts'
import { benchGrid } from './areas/grid.ts'
import { benchOpenCustomer } from './areas/open-customer.ts'
import { benchSearch } from './areas/search.ts'
import { basisWords, isRed, judged, type Result, tolerance } from './measure.ts'

const areas: Record<string, (quick: boolean) => Promise<Result | Result[]>> = {
  bootstrap: benchBootstrap,
  search: (quick) => benchSearch(quick),
  'search-1m': (quick) => benchSearch(quick, 1_000_000),
  open: benchOpenCustomer,
  grid: benchGrid,
}

/** Run when no area is named; the million takes minutes to build and is asked for by name. */
const usual = ['bootstrap', 'search', 'open', 'grid']

const usage = `npm run bench -- [${Object.keys(areas).join(' | ')} …] [--quick] [--json <file>]`

const number = (value: number) => value.toFixed(value < 10 ? 2 : 0)

function line(result: Result): string {
  const { area, what, goal, details } = result
  const verdict = isRed(result) ? '✗' : judged(result) > goal.most ? '~' : '✓'
  const measured = goal.of === 'ratio' ? `${number(result.ratio)}x` : `${number(goal.measured)} ms`
  const most =
    goal.of === 'ratio' ? `≤ ${goal.most}x` : `${goal.of.slice(0, -3)} ≤ ${number(goal.most)} ms`
  const rest = Object.entries(details).map(([name, value]) => `\n    ${name}: ${value}`)
  return [
    `${verdict} ${area}: ${measured} (goal ${most})`,
    `    ${what}`,
    `    limit ${number(result.limitMs)} ms, ours ${number(result.oursMs)} ms, ratio ${number(result.ratio)}` +
      ` (${basisWords[result.basis]})${rest.join('')}`,
  ].join('\n')
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
})
const wanted = positionals.length > 0 ? positionals : usual
const unknown = wanted.find((name) => !Object.hasOwn(areas, name))
if (unknown !== undefined) {
  console.error(`no such area: ${unknown}\n${usage}`)
  process.exit(2)
}

const results: Result[] = []
for (const name of wanted) {
  const found = [(await areas[name]?.(values.quick)) ?? []].flat()
  results.push(...found)
  found.forEach((result) => console.log(line(result)))
}
if (values.json !== undefined) {
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version }
  writeFileSync(
    values.json,
    `${JSON.stringify({ machine, quick: values.quick, results }, null, 2)}\n`,
  )
}
if (results.some(isRed)) {
  console.log(`✗ beyond its goal by more than ${Math.round((tolerance - 1) * 100)} %`)
  process.exitCode = 1
}
