import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/** The options of `utilityProcess.fork` that the stand-in honours. */
export interface ForkOptions {
  env?: NodeJS.ProcessEnv
  execArgv?: string[]
  cwd?: string
  stdio?: 'pipe' | 'ignore' | 'inherit' | ('pipe' | 'ignore' | 'inherit')[]
  serviceName?: string
}

const register = new URL('../register.ts', import.meta.url).href
const entry = fileURLToPath(new URL('../utility.ts', import.meta.url))
const running = new Set<UtilityProcess>()

/** Electron's `UtilityProcess`: a child that ends with this process. Values cross by structured clone. */
export class UtilityProcess extends EventEmitter {
  readonly stdout: Readable | null
  readonly stderr: Readable | null
  readonly #child: ChildProcess
  #exited = false

  constructor(file: string, args: string[], options: ForkOptions) {
    super()
    const stdio = options.stdio ?? 'inherit'
    const [, out = 'inherit', err = 'inherit'] = Array.isArray(stdio) ? stdio : [0, stdio, stdio]
    this.#child = fork(entry, [file, ...args], {
      env: { ...(options.env ?? process.env), NODE_OPTIONS: '' },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      serialization: 'advanced',
      stdio: ['ignore', out, err, 'ipc'],
      execArgv: [
        '--disable-warning=ExperimentalWarning',
        '--import',
        register,
        ...(options.execArgv ?? []),
      ],
    })
    this.stdout = this.#child.stdout
    this.stderr = this.#child.stderr
    running.add(this)
    this.#child.on('spawn', () => this.emit('spawn'))
    this.#child.on('message', (message) => this.emit('message', message))
    this.#child.on('error', () => this.#ended(1))
    this.#child.on('exit', (code, signal) =>
      this.#ended(code ?? (signal ? constants.signals[signal] : 1)),
    )
  }

  /** Undefined before the start and after the end, as in Electron. */
  get pid(): number | undefined {
    return this.#exited ? undefined : this.#child.pid
  }

  /** Sends a structured value; ports cannot be transferred. */
  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('the stand-in transfers no ports')
    if (this.#child.connected) this.#child.send(message as object, () => {})
  }

  /** Ends the process; false when it has ended already. */
  kill(): boolean {
    return !this.#exited && this.#child.kill()
  }

  #ended(code: number): void {
    if (this.#exited) return
    this.#exited = true
    running.delete(this)
    this.emit('exit', code)
  }
}

/** Electron's `utilityProcess`. */
export const utilityProcess = {
  fork: (file: string, args: string[] = [], options: ForkOptions = {}) =>
    new UtilityProcess(file, args, options),
}

/** Ends every child that still runs. */
export function killUtilityProcesses(): void {
  for (const child of running) child.kill()
}
