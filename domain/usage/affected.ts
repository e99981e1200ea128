import type { FindingCode } from './chain.ts'

/** When a record was written, as its PC's clocks told; ms. */
export interface RecordStamp {
  seq: number
  bootId: string
  wallMs: number
  monoMs: number
}

/** A finding with the records that stand around it. */
export interface FindingGround {
  code: FindingCode
  seq: number
  /** What was noted with it: counts, and moments of a silence. */
  detail: Readonly<Record<string, string | number>>
  /** The last record before it, and the first one at or after it. */
  before: RecordStamp | null
  at: RecordStamp | null
  /** Records at or after it that are held in two forms. */
  others: number
}

/** What a finding concerns; times in ms UTC. */
export interface Affected {
  fromMs: number | null
  toMs: number | null
  /** Records that are not as they were, or are missing; null where nobody can say how many. */
  records: number | null
  /** By how much the wall clock left the time that passed, negative: back; of clocks alone. */
  shiftMs: number | null
  /** Other PCs that wrote meanwhile; of a silence alone. */
  peers: number | null
}

/** Findings that tell of records which are not there: who wrote before and after them is concerned. */
export const missingCodes: ReadonlySet<FindingCode> = new Set([
  'GAP',
  'TRUNC',
  'UNSENT',
  'SILENCE',
  'LOCAL_ROLLBACK',
])

const clockCodes: ReadonlySet<FindingCode> = new Set(['CLOCK_BACK', 'CLOCK_JUMP'])

const counted = (value: string | number | undefined) => (typeof value === 'number' ? value : null)

function recordsOf({ code, seq, detail, at, others }: FindingGround): number | null {
  switch (code) {
    case 'GAP':
      return at ? Math.max(1, at.seq - seq) : null
    case 'FORK':
      return Math.max(1, others)
    case 'TRUNC': {
      // What head office holds beyond what the PC says it has; what never came nobody can count.
      const held = counted(detail['heldSeq'])
      return held !== null && held >= seq ? held - seq + 1 : null
    }
    case 'UNSENT':
      return null
    case 'SILENCE':
      return 0
    default:
      return 1
  }
}

function shiftOf({ code, before, at }: FindingGround): number | null {
  if (!clockCodes.has(code) || !before || !at) return null
  const passed = before.bootId === at.bootId ? at.monoMs - before.monoMs : 0
  return at.wallMs - before.wallMs - passed
}

/** How much time and how many records a finding concerns. It judges nobody. */
export function affectedBy(ground: FindingGround): Affected {
  const { code, detail, before, at } = ground
  const silent = code === 'SILENCE'
  return {
    fromMs: silent ? counted(detail['fromMs']) : (before?.wallMs ?? null),
    toMs: silent ? counted(detail['toMs']) : (at?.wallMs ?? null),
    records: recordsOf(ground),
    shiftMs: shiftOf(ground),
    peers: silent ? counted(detail['peers']) : null,
  }
}

/** A stretch of records of one chain. */
export interface Stretch {
  chain: string
  seq: number
  records: number | null
}

/** Records that several findings concern, each once; null where of one nobody can say how many. */
export function affectedTogether(stretches: readonly Stretch[]): number | null {
  if (stretches.some(({ records }) => records === null)) return null
  let sum = 0
  for (const [, own] of Map.groupBy(stretches, ({ chain }) => chain)) {
    let end = 0
    for (const { seq, records } of own.toSorted((a, b) => a.seq - b.seq)) {
      const last = seq + (records ?? 0) - 1
      sum += Math.max(0, last - Math.max(end, seq - 1))
      end = Math.max(end, last)
    }
  }
  return sum
}
