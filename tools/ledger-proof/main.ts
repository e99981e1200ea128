/** `npm run verify:ledger`: every kind of tampering with the usage ledger, counted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { formatTable } from '#tools/start/table.ts'
import { stateDir } from '#tools/start/state.ts'
import { codeStamp, ResumeError, RunProgress } from '#tools/durability/progress.ts'
import { rowsOf, runKinds } from './run.ts'

const usage = `npm run verify:ledger -- [options]

  --short       12 cases of each kind instead of 1,000, 45 kills instead of 10,000
  --seed N      what is drawn at random (usual: 1)
  --resume      go on where a run of the same seed and code stopped
  --json FILE   the figures as JSON`

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    resume: { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

async function main(): Promise<boolean> {
  const seed = Number(values.seed)
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new ResumeError(`--seed takes a whole number, not "${values.seed}"`)
  }
  const identity = { seed, short: values.short, code: codeStamp() }
  const file = join(stateDir, 'ledger-proof.json')
  const progress = values.resume
    ? RunProgress.resume(file, identity)
    : RunProgress.begin(file, identity)
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-ledger-proof-'))
  let stopped = false
  process.once('SIGINT', () => (stopped = true))
  try {
    await runKinds({
      ...{ seed, folder, progress },
      short: values.short,
      stopped: () => stopped,
      say: (text) => console.error(text),
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const rows = rowsOf(progress, values.short)
  const cells = rows.map(({ what, cases, found, exact, target, held }) => [
    ...[what, String(cases), String(found), exact === null ? '' : String(exact), target],
    held ? '✓' : '✗',
  ])
  console.log(formatTable(['what', 'cases', 'found', 'exact', 'must be', ''], cells))
  for (const { told } of rows) for (const text of told) console.log(`  ${text}`)
  if (values.json !== undefined) {
    const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), values.json)
    writeFileSync(path, `${JSON.stringify({ seed, short: values.short, rows }, null, 2)}\n`)
  }
  if (stopped) {
    console.log('stopped; --resume goes on')
    return false
  }
  const held = rows.filter((row) => row.held).length
  console.log(`${held === rows.length ? '✓' : '✗'} ${held} of ${rows.length} targets met`)
  progress.forget()
  return held === rows.length
}

try {
  if (values.help) console.log(usage)
  else process.exitCode = (await main()) ? 0 : 1
} catch (error) {
  if (!(error instanceof ResumeError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
