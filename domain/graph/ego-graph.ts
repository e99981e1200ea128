import { turnedRound } from '../customers/household.ts'
import {
  type EdgeKind,
  edgeKinds,
  edgeSources,
  edgeStrengths,
  type Evidence,
  type Tie,
} from './kinds.ts'
import { transferReason } from './reasons.ts'
import { addedUp } from './transfers.ts'

/** Everything that ties two ends, as the end nearer to the customer sees it; the reason shown is first. */
export interface Edge {
  from: string
  to: string
  evidence: [Evidence, ...Evidence[]]
}

/** Somebody in the graph; the customer's own hop is 0. */
export interface EgoNode {
  key: string
  hop: 0 | 1 | 2
}

/** How many nodes of a hop are not drawn, by the kind of the tie they would stand for. */
export interface LeftOut {
  hop: 1 | 2
  kind: EdgeKind
  count: number
}

/** A relation graph around a customer, as far as it is drawn. */
export interface EgoGraph {
  /** The customer, then both hops, each in the order of their ranks. */
  nodes: EgoNode[]
  edges: Edge[]
  rest: LeftOut[]
}

/** Most nodes beside the customer; where both hops are drawn each may fill what the other leaves. */
export const mostNodes = 16

/** Ranks of the kinds where there is no room for all: what is told, then records, then money. */
const keepOrder: readonly EdgeKind[] = [
  'family',
  'guarantor',
  'registered',
  'employer',
  'phone',
  'transfer',
]

const byText = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1)

const moved = ({ transfers }: Evidence) => (transfers ? transfers.inFen + transfers.outFen : 0)

/** The order of reasons of one tie; nothing is left to the order in which they were read. */
function byReason(a: Evidence, b: Evidence): number {
  return (
    edgeKinds.indexOf(a.kind) - edgeKinds.indexOf(b.kind) ||
    edgeStrengths.indexOf(a.strength) - edgeStrengths.indexOf(b.strength) ||
    edgeSources.indexOf(a.source) - edgeSources.indexOf(b.source) ||
    byText(b.on ?? '', a.on ?? '') ||
    byText(a.relation ?? '', b.relation ?? '') ||
    moved(b) - moved(a) ||
    (b.transfers?.count ?? 0) - (a.transfers?.count ?? 0) ||
    (a.transfers?.inFen ?? 0) - (b.transfers?.inFen ?? 0)
  )
}

/** A reason seen from the other end. */
function turned({ relation, transfers, ...rest }: Evidence): Evidence {
  return {
    ...rest,
    relation: relation === null ? null : turnedRound(relation),
    transfers:
      transfers === null
        ? null
        : { ...transfers, inFen: transfers.outFen, outFen: transfers.inFen },
  }
}

interface Told {
  /** Whether the nearer end's book says so. */
  near: boolean
  evidence: Evidence
}

/**
 * The reasons of one tie, each once: what both ends say of a relation is one, in the words of the surer.
 * Money is in both books: one book counts, the nearer end's where it has any.
 */
function united(told: readonly Told[]): Edge['evidence'] | null {
  const reasons = new Map<string, Evidence>()
  for (const { evidence } of told) {
    if (evidence.kind === 'transfer') continue
    const key = `${evidence.kind} ${evidence.relation ?? ''}`
    const known = reasons.get(key)
    if (!known || byReason(evidence, known) < 0) reasons.set(key, evidence)
  }
  const money = told.filter(({ evidence }) => evidence.transfers !== null)
  const book = money.some(({ near }) => near) ? money.filter(({ near }) => near) : money
  const sum = book
    .map(({ evidence }) => evidence.transfers)
    .reduce((a, b) => (a === null || b === null ? (a ?? b) : addedUp(a, b)), null)
  const all = [...reasons.values()]
  if (sum) all.push(transferReason(sum))
  const [reason, ...others] = all.sort(byReason)
  return reason ? [reason, ...others] : null
}

/** The ranks of nodes of one hop: by kind, sureness, money, day, and at last by the key. */
function byRank(a: Edge, b: Edge): number {
  const rank = ({ evidence }: Edge) => Math.min(...evidence.map((e) => keepOrder.indexOf(e.kind)))
  const most = ({ evidence }: Edge) => Math.max(...evidence.map(moved))
  return (
    rank(a) - rank(b) ||
    edgeStrengths.indexOf(a.evidence[0].strength) - edgeStrengths.indexOf(b.evidence[0].strength) ||
    most(b) - most(a) ||
    byText(b.evidence[0].on ?? '', a.evidence[0].on ?? '') ||
    byText(a.to, b.to)
  )
}

/** Ties by both their ends; those from somebody to himself are none. */
function neighbourhood(ties: readonly Tie[]): Map<string, Map<string, Tie[]>> {
  const near = new Map<string, Map<string, Tie[]>>()
  const put = (from: string, to: string, tie: Tie) => {
    const own = near.get(from) ?? new Map<string, Tie[]>()
    near.set(from, own)
    own.set(to, [...(own.get(to) ?? []), tie])
  }
  for (const tie of ties) {
    if (tie.from === tie.to) continue
    put(tie.from, tie.to, tie)
    put(tie.to, tie.from, tie)
  }
  return near
}

/** What ties two ends, seen from the first, as far as its kinds are asked for. */
function edgeOf(
  from: string,
  to: string,
  ties: readonly Tie[],
  kinds: readonly EdgeKind[],
): Edge | null {
  const told = ties
    .filter(({ evidence }) => kinds.includes(evidence.kind))
    .map(({ from: teller, evidence }) =>
      teller === from ? { near: true, evidence } : { near: false, evidence: turned(evidence) },
    )
  const evidence = united(told)
  return evidence === null ? null : { from, to, evidence }
}

function leftOut(hop: 1 | 2, edges: readonly Edge[]): LeftOut[] {
  return edgeKinds.flatMap((kind) => {
    const count = edges.filter(({ evidence }) => evidence[0].kind === kind).length
    return count > 0 ? [{ hop, kind, count }] : []
  })
}

/** Direct neighbours that may be drawn, in the order of their ranks. */
export function directEdges(
  centre: string,
  ties: readonly Tie[],
  kinds: readonly EdgeKind[],
): Edge[] {
  const near = neighbourhood(ties).get(centre) ?? new Map<string, Tie[]>()
  return [...near].flatMap(([to, own]) => edgeOf(centre, to, own, kinds) ?? []).sort(byRank)
}

/** Those of the first hop whose own ties are looked at: as many as are drawn of a full graph. */
export const mostOfFirstHop = mostNodes / 2

/**
 * The relation graph around a customer: one or two hops, never more than {@link mostNodes} beside the
 * customer. Of each hop the first by rank stay (what is told, then records, then money by its sum); of
 * two hops each has half the room and what the other leaves; the rest is counted. Whoever is tied to the
 * customer directly is never in the second hop. The same ties in any order make the same graph.
 */
export function egoGraph(
  centre: string,
  ties: readonly Tie[],
  { hops, kinds }: { hops: 1 | 2; kinds: readonly EdgeKind[] },
): EgoGraph {
  const near = neighbourhood(ties)
  const direct = directEdges(centre, ties, kinds)
  const directKeys = new Set(direct.map(({ to }) => to))
  const reached = new Map<string, Edge>()
  // Through whoever ranks first; one who is not drawn leads to nobody.
  for (const { to: via } of hops === 2 ? direct.slice(0, mostOfFirstHop) : []) {
    for (const [to, own] of near.get(via) ?? []) {
      if (to === centre || directKeys.has(to) || reached.has(to)) continue
      const edge = edgeOf(via, to, own, kinds)
      if (edge) reached.set(to, edge)
    }
  }
  const place = new Map(direct.map(({ to }, index) => [to, index]))
  const further = [...reached.values()].sort(
    (a, b) => byRank(a, b) || (place.get(a.from) ?? 0) - (place.get(b.from) ?? 0),
  )
  const roomOfSecond = Math.min(further.length, mostNodes - mostOfFirstHop)
  const first = direct.slice(0, mostNodes - roomOfSecond)
  const second = further.slice(0, mostNodes - first.length)
  const nodes: EgoNode[] = [
    { key: centre, hop: 0 },
    ...first.map(({ to }) => ({ key: to, hop: 1 as const })),
    ...second.map(({ to }) => ({ key: to, hop: 2 as const })),
  ]
  return {
    nodes,
    edges: [...first, ...(hops === 2 ? among(nodes, near, kinds) : [])],
    rest: [...leftOut(1, direct.slice(first.length)), ...leftOut(2, further.slice(second.length))],
  }
}

/** All edges between drawn nodes beside those of the customer, once each, seen from the nearer end. */
function among(
  nodes: readonly EgoNode[],
  near: ReadonlyMap<string, ReadonlyMap<string, Tie[]>>,
  kinds: readonly EdgeKind[],
): Edge[] {
  return nodes.flatMap(({ key: from, hop }, index) =>
    hop === 0
      ? []
      : nodes.slice(index + 1).flatMap(({ key: to }) => {
          const own = near.get(from)?.get(to)
          return (own && edgeOf(from, to, own, kinds)) ?? []
        }),
  )
}
