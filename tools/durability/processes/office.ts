import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const startLimitMs = 30_000

/** How head office is started. */
export interface OfficeOptions {
  port: number
  dataDir: string
  /** File that gets its log. */
  log: string
  env: Readonly<Record<string, string>>
  execArgv: readonly string[]
  /** Hears of every process that is started. */
  started: (pid: number) => void
}

/** Head office as a process of its own: the shipped entry, on a fixed port of loopback. */
export class OfficeProcess {
  readonly #options: OfficeOptions
  #child: ChildProcess | null = null
  /** Ends that nobody ordered, in words. */
  readonly ownEnds: string[] = []

  constructor(options: OfficeOptions) {
    this.#options = options
  }

  /** Starts it on a database; resolves when it serves. Rejects where it ends before. */
  async start(databaseUrl: string): Promise<void> {
    const { port, dataDir, log, env, execArgv, started } = this.#options
    const child = spawn(process.execPath, [...execArgv, resolve('head-office/main.ts')], {
      env: {
        ...process.env,
        NODE_NO_WARNINGS: '1',
        ...env,
        HEAD_OFFICE_DATABASE_URL: databaseUrl,
        HEAD_OFFICE_PORT: String(port),
        HEAD_OFFICE_DATA_DIR: dataDir,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    this.#child = child
    if (child.pid !== undefined) started(child.pid)
    const file = createWriteStream(log, { flags: 'a' })
    child.stderr.pipe(file)
    let last = ''
    child.stderr.on('data', (text: Buffer) => (last = text.toString('utf8')))
    let serves = false
    await new Promise<void>((ready, failed) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        failed(new Error(`head office did not serve within ${startLimitMs / 1_000} s: ${last}`))
      }, startLimitMs)
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (!line.includes('"ready"')) return
        serves = true
        clearTimeout(timer)
        ready()
      })
      child.once('error', failed)
      child.once('exit', (code, signal) => {
        clearTimeout(timer)
        const how = signal ?? `exit code ${code}`
        if (this.#child === child && serves) this.ownEnds.push(`${how}: ${last.trim()}`)
        failed(new Error(`head office ended (${how}): ${last.trim()}`))
      })
    })
  }

  /** Requests that failed by a fault of its own, as its log tells: a lost database is none. */
  complaints(): string[] {
    if (!existsSync(this.#options.log)) return []
    return readFileSync(this.#options.log, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"request.failed"') && line.includes('"internal"'))
      .map((line) => `head office said ${line.slice(0, 400)}`)
  }

  /** Ends it as a power cut would. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  /** Ends it in good order. */
  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise((gone) => child.once('exit', gone))
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), startLimitMs)
    await exited
    clearTimeout(timer)
  }
}

/** Where head office keeps its files in a round's folder. */
export const officeFolder = (folder: string): string => join(folder, 'head-office')
