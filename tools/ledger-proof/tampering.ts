import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SealedRecord } from '#domain/usage/chain.ts'
import { chance, type Chance } from '#platform/chance/chance.ts'
import { attacks } from './attacks.ts'
import { ProofHeadOffice } from './head-office.ts'
import { entryAt, ProofTerminal } from './terminal.ts'

/** How one case ended. */
export interface CaseResult {
  found: boolean
  /** Whether what was found begins at the right record. */
  exact: boolean
  told: string
}

/** A terminal's day that attacks start from; made once for several. */
export interface Template {
  folder: string
  anchoredRecords: readonly SealedRecord[]
  snapshotAt: number
  logFrom: number
  head: number
}

/** Makes a day with the shipped writer: a snapshot in between, an anchor, and a tail in the log. */
export async function makeTemplate(folder: string, random: Chance): Promise<Template> {
  rmSync(folder, { recursive: true, force: true })
  const at = (name: string) => join(folder, name)
  mkdirSync(at('home'), { recursive: true })
  const terminal = new ProofTerminal(at('home'))
  await terminal.open(0)
  let second = 0
  const append = (low: number, high: number) => {
    const count = random.int(low, high)
    terminal.append(...Array.from({ length: count }, () => entryAt((second += 1))))
  }
  append(4, 20)
  terminal.settle()
  terminal.copyTo(at('snapshot'))
  const snapshotAt = terminal.head
  append(2, 20)
  const anchoredRecords = terminal.records()
  append(6, 20)
  terminal.takeLogIn()
  const logFrom = terminal.head
  append(1, 20)
  terminal.settle()
  terminal.copyTo(at('live'))
  const { head } = terminal
  terminal.close()
  return { folder, anchoredRecords, snapshotAt, logFrom, head }
}

/** Attacks a copy of a day, starts the terminal on it, and lets head office look. */
export async function tamperingCase(
  kind: string,
  template: Template,
  folder: string,
  random: Chance,
): Promise<CaseResult> {
  const attack = attacks[kind]
  if (!attack) throw new Error(`there is no attack "${kind}"`)
  rmSync(folder, { recursive: true, force: true })
  cpSync(template.folder, folder, { recursive: true })
  const { anchoredRecords, ...scene } = template
  const [home, live, snapshot] = ['home', 'live', 'snapshot'].map((name) => join(folder, name))
  const office = new ProofHeadOffice()
  office.take(anchoredRecords)
  const done = attack({
    ...scene,
    ...{ home: home ?? '', live: live ?? '', snapshot: snapshot ?? '' },
    anchored: office.seq,
    random,
  })
  const terminal = new ProofTerminal(done.home)
  try {
    const opening = await terminal.open(10_000)
    const findings = office.take(terminal.records())
    const places = findings
      .filter(({ code }) => code !== 'LOCAL_ROLLBACK' && code !== 'KEY_ROLLBACK')
      .map(({ seq }) => seq)
    if (opening.state === 'LOCAL_ROLLBACK') places.push(opening.head + 1)
    if (opening.state === 'KEY_ROLLBACK') places.push(opening.key)
    const first = Math.min(...places)
    const told = [opening.state, ...findings.map(({ code, seq }) => `${code}@${seq}`)].join(' ')
    return {
      found: places.length > 0,
      exact: done.orBefore ? first <= done.seq : first === done.seq,
      told: `${told}; true place ${done.seq}`,
    }
  } finally {
    terminal.close()
  }
}

/** The chance of one case: the same for a seed, whatever ran before it. */
export const chanceOf = (seed: number, name: string, index: number): Chance =>
  chance(seed).fork(`${name}:${index}`)
