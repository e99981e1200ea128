import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '#tools/start/state.ts'
import { emptyTally, readTally, settle, tallyVariable, type Tally } from './tally.ts'

/** One part of `npm test`. */
export interface Stage {
  /** Chinese and English. */
  title: string
  run: () => Promise<Tally>
}

const running = new Set<ReturnType<typeof spawn>>()

/** Passes a signal on to whatever stage runs. */
export function stopStages(signal: NodeJS.Signals): void {
  for (const child of running) child.kill(signal)
}

/** Runs a program of ours under this Node, without input; resolves to its exit code. */
function runNode(args: readonly string[], env: Record<string, string>): Promise<number | null> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  running.add(child)
  return new Promise((resolve) => {
    const finish = (code: number | null): void => {
      running.delete(child)
      resolve(code)
    }
    child.once('error', () => finish(null))
    child.once('close', finish)
  })
}

/** A stage that holds or does not: a formatter's check, the linter, the compiler, the build. */
export function check(title: string, args: readonly string[]): Stage {
  return {
    title,
    async run() {
      const code = await runNode(args, {})
      return code === 0 ? { ...emptyTally, passed: 1 } : settle(title, code, null)
    },
  }
}

/** A stage whose runner counts tests and leaves the tally through its reporter. */
export function tests(title: string, args: readonly string[]): Stage {
  return {
    title,
    async run() {
      const folder = mkdtempSync(join(tmpdir(), 'zhike-tally-'))
      const file = join(folder, 'tally')
      try {
        return settle(title, await runNode(args, { [tallyVariable]: file }), readTally(file))
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  }
}
