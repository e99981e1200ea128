/** `npm run assess -- --month 2026-10`: reckons a month of the training-compliance assessment. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { AppError } from '#contract/errors.ts'
import { reckonMonth } from '#head-office/assessment/reckon.ts'
import { openJobPool } from '#head-office/database/job-pool.ts'
import { readRunFile } from '#tools/start/run-file.ts'
import { type AssessCommand, readCommand, usage, WrongUse } from './options.ts'

/** The database named, that of the environment, or the demo's that runs. */
function databaseOf({ database }: AssessCommand): string {
  const named = database ?? process.env['HEAD_OFFICE_DATABASE_URL']
  if (named) return named
  const run = readRunFile()
  if (!run?.postgres || !run.headOffice) {
    throw new WrongUse(
      '没有指定数据库，也没有正在运行的演示。请用 --database <URL>，或先运行 npm start。\n' +
        '  No database is named and no demo is running. Use --database <url>, or run npm start first.',
    )
  }
  const url = new URL(run.postgres.url)
  url.pathname = `/${run.headOffice.database}`
  return url.href
}

async function assess(command: AssessCommand, signal: AbortSignal): Promise<void> {
  const pool = openJobPool(databaseOf(command))
  const started = performance.now()
  let told = started
  try {
    const reckoned = await reckonMonth(pool, command.month, Date.now(), {
      signal,
      progress: (done, all, { people }) => {
        const now = performance.now()
        if (now - told < 1000 && done < all) return
        told = now
        console.log(
          `  ${done}/${all} 个网点，${people} 人 · ${done} of ${all} branches, ${people} people`,
        )
      },
    })
    const ms = Math.round(performance.now() - started)
    const rate = Math.round(reckoned.people / Math.max(ms / 1000, 0.001))
    const report = { month: command.month.slice(0, 7), ...reckoned, ms, rowsPerSecond: rate }
    if (command.json !== null) {
      const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), command.json)
      writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`)
    }
    console.log(
      `✓ ${report.month}：${reckoned.people} 人，${reckoned.changed} 行有变化，${reckoned.signs} 条疑点，每秒 ${rate} 行 · ` +
        `${reckoned.people} people, ${reckoned.changed} rows changed, ${reckoned.signs} signs, ${rate} rows a second`,
    )
  } finally {
    await pool.end()
  }
}

const refusals: Partial<Record<AppError['code'], string>> = {
  'assessment.locked':
    '该月已锁定，不再重算。\n  The month is locked: it is not reckoned any more.',
  'assessment.notFound':
    '该月尚未开始。请用已经开始的月份。\n  The month has not begun. Name one that has.',
}

try {
  const command = readCommand(process.argv.slice(2))
  if (command === null) console.log(usage)
  else {
    const stop = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
    await assess(command, stop.signal)
  }
} catch (error) {
  const refusal = error instanceof AppError ? refusals[error.code] : undefined
  const known = error instanceof WrongUse ? error.message : refusal
  const aborted = error instanceof DOMException && error.name === 'AbortError'
  const stopped =
    '已中断；再次运行会从中断处继续。\n  Stopped; run again, and it goes on where it stopped.'
  process.stderr.write(`✗ ${aborted ? stopped : (known ?? String(error))}\n`)
  process.exitCode = known ? 2 : 1
}
