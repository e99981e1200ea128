import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identify } from '#tools/setup/lock.mjs'
import type { Bank } from './bank.ts'

/** The program behind `npm run demo:transactions`, as somebody runs it beside a demo: here a story's bank. */
export class LiveFeedProcess {
  readonly #child: ChildProcess
  #said = ''

  private constructor(child: ChildProcess) {
    this.#child = child
    child.stdout?.on('data', (part: Buffer) => (this.#said += part.toString()))
    child.stderr?.on('data', (part: Buffer) => (this.#said += part.toString()))
  }

  /** Starts it; the bank stands where `npm start` would have written its own. */
  static start(bank: Bank, args: readonly string[]): LiveFeedProcess {
    const stateDir = join(bank.folder, 'state')
    mkdirSync(stateDir, { recursive: true })
    const postgres = new URL(bank.databaseUrl)
    const database = postgres.pathname.slice(1)
    postgres.pathname = '/postgres'
    const owner = identify(process.pid)
    const run = {
      owner,
      postgres: { url: postgres.href, process: null },
      headOffice: { url: bank.address, port: 0, database, process: owner },
      terminals: [],
    }
    writeFileSync(join(stateDir, 'run.json'), JSON.stringify(run), { mode: 0o600 })
    const root = join(import.meta.dirname, '../../..')
    const child = spawn(process.execPath, [join(root, 'tools/transactions/main.ts'), ...args], {
      cwd: root,
      env: { ...process.env, OCRM_STATE_DIR: stateDir },
      stdio: 'pipe',
    })
    return new LiveFeedProcess(child)
  }

  /** What it printed so far. */
  get said(): string {
    return this.#said
  }

  /** Ends it as Ctrl-C does; resolves to its exit code. */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode
    const ended = new Promise<number | null>((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGINT')
    return ended
  }
}
