/**
 * `npm test`: installs what is missing, runs everything that must hold, goes on after a failure so
 * that all is known, and ends with one line `N passed, N failed, N skipped`.
 */
import { browserMissing, ensureBrowser } from '#tools/setup/browser.ts'
import { check, stopStages, tests, type Stage } from './stage.ts'
import { add, emptyTally, summaryLine, type Tally } from './tally.ts'

const vitest = ['node_modules/vitest/vitest.mjs', 'run']
const vitestReporters = ['--reporter=default', '--reporter=./tools/test/vitest-reporter.ts']

/** In order; those of one line run beside each other, because each keeps one processor busy. */
const stages: readonly (readonly Stage[])[] = [
  [check('格式 · Format', ['node_modules/oxfmt/bin/oxfmt', '--check', '.'])],
  [
    check('规范 · Lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']),
    check('类型 · Types', ['node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit']),
  ],
  [
    tests('架构与单元 · Architecture and unit', [
      ...vitest,
      'test/architecture',
      'test/unit',
      // Pure rules and parts of the screen: files share what was loaded, which halves the time.
      '--no-isolate',
      ...vitestReporters,
    ]),
  ],
  [
    tests('集成与同步 · Integration and sync', [
      ...vitest,
      'test/integration',
      'test/sync',
      ...vitestReporters,
    ]),
  ],
  [check('构建 · Build', ['tools/build/main.ts'])],
  [
    tests('端到端 · End to end', [
      'node_modules/playwright/cli.js',
      'test',
      '--config',
      'test/e2e/playwright.config.ts',
    ]),
  ],
]

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`
}

// Windows of the terminal are drawn by it in both integration and end-to-end tests.
if (!(await ensureBrowser())) console.log(browserMissing)

let interrupted: NodeJS.Signals | null = null
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted = signal
    stopStages(signal)
  })
}

const started = performance.now()
const results: { stage: Stage; tally: Tally; time: string }[] = []
/** Runs a stage, and says how it ended as soon as it has. */
async function run(stage: Stage, place: string): Promise<void> {
  console.log(`\n━━ ${place} ${stage.title}`)
  const begun = performance.now()
  const tally = await stage.run()
  const time = seconds(begun)
  console.log(
    `━━ ${tally.failed.length === 0 ? '✓' : '✗'} ${stage.title}: ${summaryLine(tally)} (${time})`,
  )
  results.push({ stage, tally, time })
}

const count = stages.flat().length
for (const beside of stages) {
  if (interrupted) break
  await Promise.all(
    beside.map((stage) => run(stage, `${stages.flat().indexOf(stage) + 1}/${count}`)),
  )
}

const total = results.map((result) => result.tally).reduce(add, emptyTally)
console.log('')
for (const skip of total.skipped) console.log(`– 跳过 · skipped: ${skip.name}: ${skip.reason}`)
for (const { stage, tally, time } of results) {
  console.log(
    `${tally.failed.length === 0 ? '✓' : '✗'} ${stage.title}: ${summaryLine(tally)} (${time})`,
  )
}
console.log(`  用时 · in all ${seconds(started)}`)
if (interrupted) console.log(`✗ 已中断 · Interrupted (${String(interrupted)})`)
for (const { name, message } of total.failed) console.log(`✗ 失败 · failed: ${name}: ${message}`)
console.log(summaryLine(total))
process.exitCode = total.failed.length > 0 || interrupted ? 1 : 0
