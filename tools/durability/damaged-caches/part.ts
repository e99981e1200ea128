import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fastFolder } from '#tools/simulate/engine/disk.ts'
import type { Figures, Outcome, Part } from '../part.ts'
import { damages, damageWords } from './damage.ts'
import { ProofHeadOffice } from './head-office.ts'
import { damagedJournalRound, damagedUserFileRound } from './own-files.ts'
import { damagedCacheRound } from './round.ts'
import { makeTemplate } from './template.ts'

/** Of so many rounds the last one damages what is no cache. */
const cycle = 11

const isCache = (index: number) => index % cycle !== cycle - 1
const cachesIn = (rounds: number) =>
  Array.from({ length: rounds }, (_, at) => at).filter(isCache).length

/** The middle of times that were counted in steps of a quarter of a second, ms. */
function medianMs(sum: Figures): number {
  const counted = Object.entries(sum)
    .filter(([name]) => name.startsWith('usable_'))
    .map(([name, count]): [number, number] => [Number(name.slice('usable_'.length)), count])
    .sort(([a], [b]) => a - b)
  let left = counted.reduce((all, [, count]) => all + count, 0) / 2
  return counted.find(([, count]) => (left -= count) <= 0)?.[0] ?? 0
}

function outcomes(sum: Figures, rounds: number): Outcome[] {
  const of = (name: string) => sum[name] ?? 0
  const caches = cachesIn(rounds)
  const lived = of('sound')
  const journals = of('journalFile') + of('journalLog')
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
  return [
    {
      what: 'damaged caches after which nothing is lost and everything is right',
      value: `${lived} of ${of('caches')}`,
      target: `${caches} of ${caches}`,
      held: lived >= caches && lived === of('caches'),
    },
    {
      what: 'noticed and filled anew (not: where nothing stands, and logs, which are read up to the damage)',
      value: damages
        .map((kind) => `${damageWords[kind]}: ${of(`noticed_${kind}`)} of ${of(`caches_${kind}`)}`)
        .join('; '),
      target: 'any',
      held: true,
    },
    {
      what: 'wrong answers from a damaged cache',
      value: `${of('wrong')}`,
      target: '0',
      held: of('wrong') === 0,
    },
    {
      what: 'from the start to all answers right',
      value: `median up to ${seconds(medianMs(sum))}, longest ${seconds(of('maxUsableMs'))}`,
      target: '≤ 30 s',
      held: of('maxUsableMs') <= 30_000,
    },
    {
      what: 'damaged journals after which everything acknowledged is there and goes up once',
      value:
        `${of('journalsSound')} of ${journals} (${of('journalFile')} files: ` +
        `${of('journalFile_rebuilt')} built anew, ${of('journalFile_whole')} hit where nothing stands; ` +
        `${of('journalLog')} logs: ${of('journalLog_continued')} continued, ` +
        `${of('journalLog_rebuilt')} built anew, ${of('journalLog_whole')} hit where nothing counts)`,
      target: `${journals} of ${journals}`,
      held: of('journalsSound') === journals,
    },
    {
      what: 'damaged files of a person: set aside or whole, work goes on',
      value: `${of('userFiles')}: ${of('user_setAside')} set aside, ${of('user_kept')} whole, ${of('user_unusable')} unusable`,
      target: '0 unusable',
      held: of('user_unusable') === 0,
    },
  ]
}

/** Damaged files of a terminal: what head office can send again is filled anew, the rest is kept. */
export const damagedCaches: Part = {
  name: 'damaged-caches',
  title: 'Caches damaged by the disk, with commands waiting in the journal',
  rounds: { full: 50 * cycle, short: 28 },
  unable: () => Promise.resolve(undefined),
  async open() {
    const folder = fastFolder()
    const bank = mkdtempSync(join(folder, 'bank-'))
    // The account that runs PostgreSQL for root has to pass through.
    chmodSync(bank, 0o755)
    const office = await ProofHeadOffice.prepare(bank)
    const template = await makeTemplate(join(folder, 'terminals'), office)
    return {
      round(input) {
        const { index } = input
        if (isCache(index)) {
          const number = index - Math.floor(index / cycle)
          return damagedCacheRound(office, template, number, input)
        }
        const number = Math.floor(index / (2 * cycle))
        return Math.floor(index / cycle) % 2 === 0
          ? damagedJournalRound(office, template, number, input)
          : damagedUserFileRound(office, template, number, input)
      },
      async close() {
        await office.end()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
  outcomes,
}
