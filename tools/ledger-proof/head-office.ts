import {
  type ChainStanding,
  type Finding,
  freshStanding,
  type SealedRecord,
} from '#domain/usage/chain.ts'
import { againstSigned, type SignedHead, type ToldHead } from '#domain/usage/signed-heads.ts'
import { clockAgainst, lookAt } from '#head-office/ledger/look-at.ts'
import { firstKey } from './terminal.ts'

/** Head office's looks at one chain, with what it holds of it in memory instead of a database. */
export class ProofHeadOffice {
  #standing: ChainStanding = freshStanding
  #nextKey: Buffer | null = null
  readonly #held = new Map<number, string>()
  #signed: readonly SignedHead[] = []

  /** Number of the last record it holds. */
  get seq(): number {
    return this.#standing.seq
  }

  /** Heads that neighbours bring, before the terminal itself comes. */
  witnessed(heads: readonly SignedHead[]): void {
    this.#signed = heads
  }

  /**
   * Takes the chain of a terminal as `head-office/ledger/receive.ts` does: from an earlier beginning where
   * the record at its own head is another one. `now` is its own time, where clocks are to be compared;
   * `teller` the boot the terminal tells in and its time, where that is not the one of the last record.
   */
  take(
    chain: readonly SealedRecord[],
    now: number | null = null,
    teller: Pick<ToldHead, 'bootId' | 'monoMs'> | null = null,
  ): Finding[] {
    const { seq } = this.#standing
    const headSeq = chain.at(-1)?.record.seq ?? 0
    const at = chain.find(({ record }) => record.seq === seq)
    const findings: Finding[] = []
    if (headSeq < seq) findings.push({ code: 'TRUNC', seq: headSeq + 1 })
    if (at && at.hash !== this.#held.get(seq)) {
      const other = chain.find(({ record, hash }) => (this.#held.get(record.seq) ?? hash) !== hash)
      if (other) findings.push({ code: 'FORK', seq: other.record.seq })
    }
    const fresh = chain.filter(({ record }) => record.seq > seq)
    const looked = lookAt({ standing: this.#standing, firstKey, nextKey: this.#nextKey }, fresh)
    this.#standing = looked.standing
    this.#nextKey = looked.nextKey
    for (const { record, hash } of fresh) this.#held.set(record.seq, hash)
    findings.push(...looked.findings)
    const last = fresh.at(-1)?.record
    const told = {
      headSeq,
      ...(teller ?? { bootId: last?.boot_id ?? '', monoMs: last?.mono_ms ?? 0 }),
    }
    findings.push(...againstSigned(this.#signed, (of) => this.#held.get(of) ?? null, told))
    if (now !== null && last) {
      const made = { earliestMs: now, arrivedMs: now }
      const { boot_id: bootId, wall_ms: wallMs, mono_ms: monoMs } = last
      findings.push(...clockAgainst({ records: fresh, bootId, wallMs, monoMs }, made, findings))
    }
    return findings
  }
}
