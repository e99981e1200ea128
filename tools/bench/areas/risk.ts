import type { ClueTransfer } from '#domain/risk-clues/clue.ts'
import { cluesOf } from '#domain/risk-clues/find.ts'
import { buildNet } from '#domain/risk-clues/net.ts'
import { defaultClueRule } from '#domain/risk-clues/rules.ts'
import { basisNow, byTurns, figures, median, ratioOf, type Result, spentBy } from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'

const today = 180
/** One payment in so many goes to a shop; one party in so many is one. */
const shopEvery = 3
const shopsAmong = 200

/** The same transfers on every machine: five a party, a third of them to shops. */
function transfersOf(count: number, parties: number): ClueTransfer[] {
  let state = 1
  const below = (most: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
  const name = (index: number) => `customer:${String(index).padStart(9, '0')}`
  return Array.from({ length: count }, (_, nth) => {
    const payer = below(parties)
    const receiver = nth % shopEvery === 0 ? below(parties / shopsAmong) : below(parties)
    return {
      ref: `b/${nth}`,
      payer: name(payer),
      receiver: name(receiver),
      // Everybody has sums he or she is used to, and some whole ones.
      amountFen:
        nth % 5 === 0 ? 10_000 * (1 + below(50)) : 5_000 + (payer % 900) * 100 + below(900),
      day: 1 + below(today),
    }
  })
}

/** What anything that reads the rows has to do: each once, its sum added to both parties by name. */
function bareSums(transfers: readonly ClueTransfer[]): number {
  const sums = new Map<string, number>()
  for (const { payer, receiver, amountFen } of transfers) {
    sums.set(payer, (sums.get(payer) ?? 0) - amountFen)
    sums.set(receiver, (sums.get(receiver) ?? 0) + amountFen)
  }
  return sums.size
}

/** Its sizes. */
export const riskSize: AreaSize = { of: 'transfers', usual: 1_000_000, quick: 200_000 }

/** One night's search for risk clues over the whole bank, against the rows read and summed once. */
export async function benchRisk(scale: Scale): Promise<Result> {
  const count = sizeOn(scale, riskSize)
  const parties = count / 5
  const transfers = transfersOf(count, parties)
  const net = buildNet(transfers, today, defaultClueRule)
  const scan = await spentBy(() => {
    let sum = 0
    for (const fen of net.fen) sum += fen
    return sum
  })
  const night = () => cluesOf(buildNet(transfers, today, defaultClueRule), defaultClueRule)
  const found = night()
  const spent = await byTurns(
    () => spentBy(() => bareSums(transfers)),
    () => spentBy(night),
  )
  const basis = basisNow()
  const limit = figures(spent.limit, basis)
  const ours = figures(spent.ours, basis)
  const oursMs = median(ours)
  return {
    area: 'risk',
    what: `risk clues among ${count} transfers of ${parties} parties, against every row summed by party once`,
    basis,
    limitMs: median(limit),
    oursMs,
    ratio: ratioOf(ours, limit),
    goal: { of: 'ratio', most: 20 },
    details: {
      'transfers a second': Math.round(count / (oursMs / 1000)),
      'bare scan of the amounts alone, ms': scan.wallMs.toFixed(2),
      hubs: found.hubs,
      clues: found.clues.length,
      'searches cut short': found.cutShort,
    },
  }
}
