import { mkdirSync, rmSync } from 'node:fs'
import { sessionUses } from '#db/usage/sessions.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { ProofHeadOffice } from './head-office.ts'
import type { CaseResult } from './tampering.ts'
import { entryAt, ProofTerminal } from './terminal.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const startMs = 1_795_000_000_000

/** How far the wall clock is off at a beat; `moved` is the first beat after somebody set it. */
type Moving = (beat: number, moved: number, random: Chance) => number

interface ClockKind {
  moving: Moving
  /** Whether the clock was set while the program did not run. */
  atStart: boolean
}

const by =
  (ms: number): Moving =>
  (beat, moved) =>
    beat >= moved ? ms : 0

/** Set once and again by hours, never twice the same. */
const hopping: Moving = (beat, moved, random) =>
  beat < moved ? 0 : ((beat - moved) % 2 === 0 ? 1 : -1) * random.int(hourMs, dayMs)

/** The kinds of moved clocks, by the words of the table. */
export const clocks: Readonly<Record<string, ClockKind>> = {
  'clock −1 h while it runs': { moving: by(-hourMs), atStart: false },
  'clock −1 day while it runs': { moving: by(-dayMs), atStart: false },
  'clock +10 years while it runs': { moving: by(3_652 * dayMs), atStart: false },
  'clock hopping while it runs': { moving: hopping, atStart: false },
  'clock −1 h before a start': { moving: by(-hourMs), atStart: true },
  'clock −1 day before a start': { moving: by(-dayMs), atStart: true },
  'clock +10 years before a start': { moving: by(3_652 * dayMs), atStart: true },
}

/** A day whose clock is moved: flagged at its record, and the time at work is as long as it was. */
export async function clockCase(
  kind: string,
  folder: string,
  random: Chance,
): Promise<CaseResult & { wrongDuration: boolean }> {
  const own = clocks[kind]
  if (!own) throw new Error(`there is no clock "${kind}"`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const terminal = new ProofTerminal(folder)
  try {
    await terminal.open(0)
    const beats = random.int(6, 20)
    const moved = random.int(3, beats - 1)
    let [mono, wall, active] = [0, startMs, 0]
    for (let beat = 1; beat <= beats; beat += 1) {
      const restart = own.atStart && beat === moved
      const step = random.int(1_000, 240_000)
      if (!restart && beat > 1) active += step
      mono = restart ? 0 : mono + step
      wall += step
      terminal.append(
        entryAt(beat, {
          boot_id: own.atStart && beat >= moved ? 'boot-2' : 'boot-1',
          type: beat === 1 ? 'session.start' : 'action',
          mono_ms: mono,
          wall_ms: wall + own.moving(beat, moved, random),
        }),
      )
    }
    const findings = new ProofHeadOffice().take(terminal.records(), wall)
    const clock = findings.filter(({ code }) => code.startsWith('CLOCK_'))
    const first = Math.min(...clock.map(({ seq }) => seq))
    const told = findings.map(({ code, seq }) => `${code}@${seq}`).join(' ')
    const [use] = sessionUses(terminal.files.journal, 'li', 0)
    return {
      found: clock.length > 0,
      exact: first === moved && clock.length === findings.length,
      told: `${told}; true place ${moved}; ${use?.activeMs} ms of ${active}`,
      wrongDuration: use?.activeMs !== active,
    }
  } finally {
    terminal.close()
  }
}
