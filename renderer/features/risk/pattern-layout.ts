import type { RiskCaseFile, RiskParty } from '#contract/sync/risk.ts'

/** All that went from one party to another. */
export interface Flowed {
  from: string
  to: string
  count: number
  fen: number
}

/** A party with its place in the picture, px, and what it paid and got, 分. */
export interface PlacedParty {
  party: RiskParty
  x: number
  y: number
  lead: boolean
  /** Where its words stand. */
  words: 'below' | 'left' | 'right'
}

/** An arrow between two parties, from edge to edge of their circles. */
export interface DrawnFlow {
  flow: Flowed
  x1: number
  y1: number
  x2: number
  y2: number
  /** Middle of the arrow, for its words. */
  x: number
  y: number
}

/** The picture of a clue. */
export interface Pattern {
  placed: PlacedParty[]
  drawn: DrawnFlow[]
  /** Parties there was no room for; the table has them. */
  left: number
  height: number
}

/** Radius of a party, px. */
export const partyRadius = 11

/** Room for one party in a column, px. */
const rowHeight = 29
/** Most parties in a column. */
const mostRows = 10
/** Height of a ring, px. */
const ringHeight = 268

/** What went from whom to whom, in the order in which it began. */
export function flowsOf(transfers: RiskCaseFile['transfers']): Flowed[] {
  const flows = new Map<string, Flowed>()
  for (const { payer: from, receiver: to, amountFen } of transfers) {
    const key = `${from} ${to}`
    const flow = flows.get(key) ?? { from, to, count: 0, fen: 0 }
    flow.count += 1
    flow.fen += amountFen
    flows.set(key, flow)
  }
  return [...flows.values()]
}

function arrow(flow: Flowed, from: PlacedParty, to: PlacedParty): DrawnFlow {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = Math.max(1, Math.hypot(dx, dy))
  const [ux, uy] = [dx / length, dy / length]
  const gap = partyRadius + 3
  return {
    flow,
    x1: from.x + ux * gap,
    y1: from.y + uy * gap,
    // Room for the head.
    x2: to.x - ux * (gap + 7),
    y2: to.y - uy * (gap + 7),
    x: from.x + dx / 2,
    y: from.y + dy / 2,
  }
}

function ring(parties: readonly RiskParty[], width: number): PlacedParty[] {
  const [midX, midY] = [width / 2, ringHeight / 2 - 14]
  const [reachX, reachY] = [Math.min(midX - 90, 230), midY - 16]
  return parties.map((party, at) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * at) / parties.length
    const x = midX + Math.cos(angle) * reachX
    const y = midY + Math.sin(angle) * reachY
    return { party, x, y, lead: at === 0, words: 'below' }
  })
}

/** Payers on the left, who gets on the right, the lead between them. */
function columns(
  parties: readonly RiskParty[],
  flows: readonly Flowed[],
  width: number,
): { placed: PlacedParty[]; left: number; height: number } {
  const [lead, ...others] = parties
  if (!lead) return { placed: [], left: 0, height: rowHeight }
  const pays = new Set(flows.filter(({ to }) => to === lead.id).map(({ from }) => from))
  const payers = others.filter(({ id }) => pays.has(id))
  const getters = others.filter(({ id }) => !pays.has(id))
  const rows = Math.min(mostRows, Math.max(payers.length, getters.length, 3))
  const height = rows * rowHeight + 12
  const leadX = getters.length === 0 ? width * 0.72 : payers.length === 0 ? width * 0.28 : width / 2
  const column = (list: readonly RiskParty[], x: number, words: PlacedParty['words']) => {
    const shown = list.slice(0, mostRows)
    const top = (height - shown.length * rowHeight) / 2 + rowHeight / 2
    return shown.map((party, at): PlacedParty => {
      const y = top + at * rowHeight
      return { party, x, y, lead: false, words }
    })
  }
  const placed: PlacedParty[] = [
    { party: lead, x: leadX, y: height / 2, lead: true, words: 'below' },
    ...column(payers, 196, 'left'),
    ...column(getters, width - 196, 'right'),
  ]
  return { placed, left: parties.length - placed.length, height }
}

/**
 * Places the parties of a clue: a ring as a ring in the order of the money, everything else from left to
 * right. The same case in the same width is the same picture.
 */
export function layOutPattern(
  { kind, partyList, transfers }: Pick<RiskCaseFile, 'kind' | 'partyList' | 'transfers'>,
  width: number,
): Pattern {
  const flows = flowsOf(transfers)
  const { placed, left, height } =
    kind === 'ring'
      ? { placed: ring(partyList, width), left: 0, height: ringHeight }
      : columns(partyList, flows, width)
  const byId = new Map(placed.map((each) => [each.party.id, each]))
  const drawn = flows.flatMap((flow) => {
    const [from, to] = [byId.get(flow.from), byId.get(flow.to)]
    return from && to ? [arrow(flow, from, to)] : []
  })
  return { placed, drawn, left, height }
}
