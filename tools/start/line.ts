import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClosingList } from './closing-list.ts'
import { StartFailure } from './failure.ts'
import type { HeadOfficeProcess } from './head-office.ts'
import { readRunFile } from './run-file.ts'
import { stateDir } from './state.ts'

/** Stands while somebody wants the line to head office to be cut. */
const cutFile = join(stateDir, 'line.cut')
const lookMs = 300

/**
 * Tells the `npm start` of this folder to cut the line to head office, or to mend it: an outage to
 * try. Throws `notRunning`.
 */
export function orderLine(order: 'cut' | 'mend'): void {
  if (!readRunFile()) throw new StartFailure('notRunning')
  mkdirSync(stateDir, { recursive: true })
  if (order === 'cut') writeFileSync(cutFile, '')
  else rmSync(cutFile, { force: true })
}

/** What the line needs. */
export interface LineNeeds {
  /** Starts head office again on the port it had. */
  reopen(): Promise<HeadOfficeProcess>
  owned: ClosingList
  say(words: string): void
}

/**
 * The line to head office of a running `npm start`. Cut, head office is killed without a farewell;
 * mended, it starts again on the same port.
 */
export class Line {
  readonly #needs: LineNeeds
  #headOffice: HeadOfficeProcess
  #state: 'standing' | 'cut' | 'changing' = 'standing'
  #lost: (detail: string) => void = () => {}
  /** Resolves with a few words when head office ended although nobody cut the line. */
  readonly lost: Promise<string>

  constructor(headOffice: HeadOfficeProcess, needs: LineNeeds) {
    this.#headOffice = headOffice
    this.#needs = needs
    this.lost = new Promise((resolve) => (this.#lost = resolve))
    rmSync(cutFile, { force: true })
    this.#watch(headOffice)
    setInterval(() => void this.#look(), lookMs).unref()
  }

  #watch(headOffice: HeadOfficeProcess): void {
    void headOffice.ended.then((detail) => {
      if (this.#state === 'standing') this.#lost(detail)
    })
  }

  async #look(): Promise<void> {
    const wanted = existsSync(cutFile) ? 'cut' : 'standing'
    if (this.#state === 'changing' || this.#state === wanted || this.#needs.owned.closing) return
    this.#state = 'changing'
    try {
      if (wanted === 'cut') await this.#headOffice.kill()
      else this.#headOffice = await this.#needs.reopen()
    } catch (error) {
      this.#state = 'standing'
      this.#lost(error instanceof Error ? error.message : String(error))
      return
    }
    this.#state = wanted
    if (wanted === 'standing') this.#watch(this.#headOffice)
    this.#needs.say(
      wanted === 'cut'
        ? '▸ 与总行的线路已断开；恢复：npm start -- --mend · The line to head office is cut; mend it with npm start -- --mend'
        : '▸ 与总行的线路已恢复 · The line to head office stands again',
    )
  }
}
