import type { Finding } from './chain.ts'

/** The head of a chain at a moment as its device signed it, kept by whoever it was. */
export interface SignedHead {
  seq: number
  /** Hash of the record of that number. */
  head: string
  bootId: string
  /** When, in the boot's own time, ms. */
  monoMs: number
}

/** What a terminal says of its chain now, and when it said so. */
export interface ToldHead {
  headSeq: number
  bootId: string
  monoMs: number
}

/**
 * Compares what a device signed earlier with the chain it tells of now; at most one finding of each code,
 * at the lowest number. `hashAt` is the hash of a record that is held, null of others. A head signed later in
 * the same boot than the terminal spoke says nothing: what it told was on its way.
 */
export function againstSigned(
  heads: readonly SignedHead[],
  hashAt: (seq: number) => string | null,
  { headSeq, bootId, monoMs }: ToldHead,
): Finding[] {
  const other = heads.filter(({ seq, head }) => (hashAt(seq) ?? head) !== head)
  const [fork] = other.sort((a, b) => a.seq - b.seq)
  const isLater = (own: SignedHead) => own.bootId === bootId && own.monoMs > monoMs
  const beyond = heads.some((own) => own.seq > headSeq && !isLater(own))
  return [
    ...(fork ? [{ code: 'FORK' as const, seq: fork.seq }] : []),
    ...(beyond ? [{ code: 'TRUNC' as const, seq: headSeq + 1 }] : []),
  ]
}
