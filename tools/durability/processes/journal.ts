import { closeSync, openSync, writeSync } from 'node:fs'

/** What a person at a terminal did. */
export type ActKind = 'contact' | 'task' | 'visit' | 'phone' | 'refer' | 'served'

/** An act as the driver saw it from outside. */
export interface Act {
  terminal: number
  kind: ActKind
  /** Contact and task: words of its own that stand in the record. Acts of a visit: the visit's id. */
  mark: string
  /** Where the service names it. */
  commandId: string | null
}

/**
 * What the driver of a round has seen with its own eyes, kept outside of every process it may kill:
 * acts that were asked for, and those of which the person was told that they are kept.
 */
export class DriverJournal {
  readonly #file: number
  readonly acknowledged: Act[] = []
  /** Acts whose answer never came, by mark. */
  readonly open = new Set<string>()
  /** Acts that were refused at once, by the code. */
  readonly refused = new Map<string, number>()
  readonly #watchers = new Set<(act: Act) => void>()

  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  /** The person asks for something. */
  asked(terminal: number, kind: ActKind, mark: string): void {
    this.open.add(mark)
    this.note({ asked: { terminal, kind, mark } })
  }

  /** The answer came: it is kept. Whoever waits to kill the terminal hears of it after it stands here. */
  acknowledge(act: Act): void {
    this.open.delete(act.mark)
    this.acknowledged.push(act)
    this.note({ acknowledged: act })
    for (const watcher of [...this.#watchers]) watcher(act)
  }

  /** The answer came: it is not kept. */
  refuse(mark: string, code: string): void {
    this.open.delete(mark)
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1)
    this.note({ refused: mark, code })
  }

  /** A line for whoever reads it afterwards. */
  note(what: object): void {
    writeSync(this.#file, `${JSON.stringify({ atMs: Date.now(), ...what })}\n`)
  }

  /** Resolves at so many acknowledgements of a terminal from now on, at once for 0, or after `withinMs`. */
  after(terminal: number, count: number, withinMs: number): Promise<void> {
    if (count === 0) return Promise.resolve()
    let left = count
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#watchers.delete(watch)
        resolve()
      }
      const watch = (act: Act) => {
        if (act.terminal !== terminal) return
        left -= 1
        if (left === 0) done()
      }
      const timer = setTimeout(done, withinMs)
      this.#watchers.add(watch)
    })
  }

  close(): void {
    closeSync(this.#file)
  }
}
