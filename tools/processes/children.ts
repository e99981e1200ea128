import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isRunning, type ProcessIdentity } from '#tools/setup/lock.mjs'

const graceMs = 5_000

/** Sends a signal to a process and to the group it leads; nothing happens when it is gone. */
function signal({ pid }: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name)
  } catch {
    // Gone already.
  }
}

/**
 * What a program has started, in a file: whoever comes after one that was killed, at whatever moment,
 * finds what it left running. Each child must lead a process group of its own.
 */
export class ChildRecord {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  /** Notes a child the moment it is started. */
  note(child: ProcessIdentity): void {
    mkdirSync(dirname(this.#file), { recursive: true })
    appendFileSync(this.#file, `${JSON.stringify(child)}\n`)
  }

  /** Those noted that still run. */
  left(): ProcessIdentity[] {
    if (!existsSync(this.#file)) return []
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          return [JSON.parse(line) as ProcessIdentity]
        } catch {
          // The last line of a program that was killed while it wrote, or the end of the file.
          return []
        }
      })
      .filter(isRunning)
  }

  /** Ends those that still run, at once where they do not end by themselves; returns how many. */
  async endLeft(): Promise<number> {
    const left = this.left()
    for (const child of left) signal(child, 'SIGTERM')
    const limit = performance.now() + graceMs
    while (left.some(isRunning) && performance.now() < limit) await pause(50)
    for (const child of left.filter(isRunning)) signal(child, 'SIGKILL')
    this.forget()
    return left.length
  }

  /** Kills those that still run, without waiting for anybody: the caller ends in the same moment. */
  killLeft(): void {
    for (const child of this.left()) signal(child, 'SIGKILL')
    this.forget()
  }

  /** Forgets everybody, at an orderly end. */
  forget(): void {
    rmSync(this.#file, { force: true })
  }
}
