import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fastFolder } from '#tools/simulate/engine/disk.ts'
import type { Figures, Outcome, Part, RunningPart } from '../part.ts'
import { powerCutRound, type Synchronous } from './round.ts'
import { compileShim, unableToRecord } from './shim.ts'

/** Images of one recording, and acts of a terminal in it. */
const images = 150
const acts = 300

/** Of twelve rounds ten are as shipped, two with a planted fault. */
const cycle = 12

function synchronousOf(index: number): Synchronous {
  if (index % cycle === 1) return 'NORMAL'
  return index % cycle === 2 ? 'OFF' : 'FULL'
}

/** Every other recording as shipped, with the journal's records beside it; the others without. */
const keepsCopies = (index: number) => synchronousOf(index) === 'FULL' && index % 2 === 0

const thousands = (value: number) => value.toLocaleString('en')

function planted(sum: Figures, kind: 'normal' | 'off', fault: string, least: number): Outcome {
  const of = (name: string) => sum[`${kind}${name}`] ?? 0
  const [found, made] = [of('Found'), of('Images')]
  const most = sum[`max${kind}LostOperations`] ?? 0
  return {
    what: `planted fault synchronous=${kind.toUpperCase()}`,
    value:
      `found in ${thousands(found)} of ${thousands(made)} images: ${of('WithLoss')} lost ` +
      `acknowledged operations (up to ${most}), ${of('Unopenable')} could not be opened, ` +
      `${of('HalfApplied') + of('Unsound')} held what never was`,
    target: `${fault} found in more than half`,
    held:
      made > 0 && found > made / 2 && of(fault === 'losses' ? 'WithLoss' : 'Unopenable') >= least,
  }
}

function outcomes(sum: Figures, rounds: number): Outcome[] {
  const of = (name: string) => sum[name] ?? 0
  const expected =
    images *
    Array.from({ length: rounds }, (_, index) => synchronousOf(index)).filter(
      (own) => own === 'FULL',
    ).length
  const none = (what: string, value: number): Outcome => ({
    what,
    value: thousands(value),
    target: '0',
    held: value === 0,
  })
  const perTransaction = of('fullSyncs') / Math.max(1, of('fullTransactions'))
  return [
    {
      what: 'disks rebuilt after a power cut',
      value:
        `${thousands(of('fullImages'))} (${thousands(of('fullCopiedImages'))} with the journal's records ` +
        `beside it, ${thousands(of('fullAloneImages'))} with the journal alone)`,
      target: thousands(expected),
      held: of('fullImages') >= expected,
    },
    none('acknowledged operations lost', of('fullLostOperations')),
    none('disks whose journal or personal file could not be opened', of('fullUnopenable')),
    none('disks with something half applied', of('fullHalfApplied') + of('fullUnsound')),
    none('disks on which an accepted or waiting command is not seen', of('fullWithoutEffect')),
    {
      what: 'caches set aside or gone with the cut',
      value: `${of('fullCacheDamaged')} set aside, ${of('fullCacheMissing')} not there yet`,
      target: 'allowed',
      held: true,
    },
    {
      what: 'fsync per acknowledged transaction of the journal',
      value: `${perTransaction.toFixed(2)} (${thousands(of('fullSyncs'))} / ${thousands(of('fullTransactions'))})`,
      target: '≥ 1.00',
      held: perTransaction >= 1,
    },
    none('transactions acknowledged before their fsync', of('fullEarly')),
    planted(sum, 'normal', 'losses', 1),
    planted(sum, 'off', 'unopenable files', 1),
  ]
}

async function open(folder: string, fault: Synchronous | null): Promise<RunningPart> {
  const shim = join(folder, 'shim.so')
  await compileShim(shim)
  const scratch = fastFolder()
  return {
    round(input) {
      const synchronous = fault ?? synchronousOf(input.index)
      const tells = fault !== null || synchronous === 'FULL'
      const copies = fault === null && keepsCopies(input.index)
      return powerCutRound({ shim, scratch, synchronous, copies, acts, images, tells }, input)
    },
    close() {
      rmSync(scratch, { recursive: true, force: true })
      return Promise.resolve()
    },
  }
}

/** Power cuts: a terminal's disk as it may be when the power goes, at thousands of moments. */
export const powerCut: Part = {
  name: 'power-cut',
  title: 'Power cuts at any moment, with what was not synced dropped, kept or torn',
  rounds: { full: 2 * cycle, short: 4 },
  unable: unableToRecord,
  open: (folder) => open(folder, null),
  outcomes,
  planted: (['NORMAL', 'OFF'] as const).map((fault) => ({
    name: `journal opened with synchronous=${fault}`,
    open: (folder) => open(folder, fault),
  })),
}
