import { AppError } from '#contract/errors.ts'
import type { CustomerGraph, GraphNode } from '#contract/ipc/customers.ts'
import { reckonedOn } from '#db/cache/reckoning.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import {
  crowdOf,
  type GraphCustomer,
  graphCustomers,
  mostCounted,
  ownersOf,
} from '#db/customers/graph.ts'
import { customerRecord } from '#db/customers/record.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { relationsOf } from '#db/customers/ties.ts'
import { maskMobile, maskName } from '#domain/customers/mask.ts'
import { directEdges, egoGraph, mostOfFirstHop } from '#domain/graph/ego-graph.ts'
import { employerOf } from '#domain/graph/employers.ts'
import { edgeKinds, graphRuleVersion, type Tie } from '#domain/graph/kinds.ts'
import { sharablePhone } from '#domain/graph/shared-phone.ts'
import { type Crowd, customerKey, endsByKey, type TieEnd, tiesOfBook } from '#domain/graph/ties.ts'
import { transferSides } from '#domain/graph/transfers.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { reportCurrency } from './assets.ts'
import { reckonFlow, type ReckonedFlow } from './fund-flow.ts'
import { readingScope } from './reading.ts'
import { requireInside } from './scope.ts'
import { householdView } from './talk.ts'

/** Period whose transfers tie two sides. */
const period = 'year'

/** Everybody that some books tell of, and how they are tied. */
interface Told {
  ties: Tie[]
  ends: TieEnd[]
}

const nobody: Crowd = { count: 0, ids: [] }

/** What one customer's book tells; a fixed number of statements, each by index. */
function readBook(
  db: ReadDatabase,
  scope: CustomerScope,
  customer: Pick<GraphCustomer, 'id' | 'name' | 'employer' | 'mobile'>,
  currency: string,
): Told & { range: ReckonedFlow['range'] } {
  const { flow, ground, range } = reckonFlow(db, scope, customer.id, period, currency)
  const employer = employerOf(customer.employer)
  const sides = transferSides(flow.counted, ground, employer)
  const numbers = sides.flatMap(({ account }) => (account === null ? [] : [account]))
  const owners = ownersOf(db, numbers)
  const mobile = sharablePhone(customer.mobile)
  const crowd = (column: 'employer' | 'mobile', known: string | null) =>
    known === null ? nobody : crowdOf(db, column, customer[column] ?? '', customer.id)
  return {
    ...tiesOfBook({
      customerId: customer.id,
      employer: customer.employer,
      mobile: customer.mobile,
      relations: relationsOf(db, scope, customer.id),
      colleagues: crowd('employer', employer),
      sharers: crowd('mobile', mobile),
      transfers: sides.map((side) => ({
        ...side,
        customerId: side.account === null ? null : (owners.get(side.account) ?? null),
      })),
    }),
    range,
  }
}

/**
 * The books of those customers of the first hop that the viewer manages; the others' stay closed. A
 * neighbour's word on the customer adds nothing: the customer's own book has been read.
 */
function readNeighbours(
  db: ReadDatabase,
  scope: CustomerScope,
  keys: readonly string[],
  ends: ReadonlyMap<string, TieEnd>,
  centre: string,
  currency: string,
): Told & { closed: number } {
  const ids = keys.flatMap((key) => ends.get(key)?.customerId ?? [])
  const known = graphCustomers(db, scope, ids)
  const told: Told & { closed: number } = { ties: [], ends: [], closed: 0 }
  for (const id of ids) {
    const customer = known.get(id)
    if (!customer) continue
    if (!customer.inside) {
      told.closed += 1
      continue
    }
    const book = readBook(db, scope, customer, currency)
    told.ties.push(...book.ties.filter(({ from, to }) => from !== centre && to !== centre))
    told.ends.push(...book.ends)
  }
  return told
}

/** A node as the viewer may see it (rule "Relatives"): in full only whom he or she manages too. */
function nodeView(
  key: string,
  hop: GraphNode['hop'],
  end: TieEnd,
  customer: GraphCustomer | undefined,
): GraphNode {
  const { kind, others } = end
  const unknown = { tier: null, aumFen: null, customerId: null, manager: null, deceased: false }
  if (customer === undefined) {
    // Somebody told of as a customer of another branch is one this branch knows nothing of.
    const masked = end.customerId !== null || (kind === 'person' && !end.told)
    const name = kind === 'phone' ? maskMobile(end.name) : masked ? maskName(end.name) : end.name
    return { key, hop, kind: kind === 'customer' ? 'person' : kind, name, others, ...unknown }
  }
  const { inside, tier, manager } = customer
  if (!inside) {
    return { key, hop, kind, others, ...unknown, name: maskName(customer.name), tier, manager }
  }
  return {
    key,
    hop,
    kind,
    others,
    name: customer.name,
    tier,
    aumFen: customer.aum_fen,
    customerId: customer.id,
    manager,
    deceased: customer.deceased_on !== null,
  }
}

/** `customers.graph`: 关系图谱 of one customer, one or two hops, with the reasons of every edge. */
export const showGraph: Handler<'customers.graph'> = async (
  { customerId, hops, kinds },
  context,
) => {
  const scope = await readingScope(context, customerId)
  const currency = reportCurrency(context)
  return context.cache((db): CustomerGraph => {
    requireInside(db, scope, customerId)
    const record = customerRecord(db, customerId, scope.on)
    if (!record) throw new AppError('customer.notFound')
    const centre = customerKey(customerId)
    const own = readBook(db, scope, record.customer, currency)
    const first = directEdges(centre, own.ties, kinds).slice(0, mostOfFirstHop)
    const further =
      hops === 2
        ? readNeighbours(
            db,
            scope,
            first.map(({ to }) => to),
            endsByKey(own.ends),
            centre,
            currency,
          )
        : { ties: [], ends: [], closed: 0 }
    const graph = egoGraph(centre, [...own.ties, ...further.ties], { hops, kinds })
    const self: TieEnd = {
      key: centre,
      kind: 'customer',
      customerId,
      name: record.customer.name,
      told: true,
      others: null,
    }
    const ends = endsByKey([...own.ends, ...further.ends, self])
    const known = graphCustomers(
      db,
      scope,
      graph.nodes.flatMap(({ key }) => ends.get(key)?.customerId ?? []),
    )
    // Keys of the rules name customers: what leaves the service are numbers.
    const numbered = new Map(graph.nodes.map(({ key }, index) => [key, `n${index}`]))
    const number = (key: string) => numbered.get(key) ?? ''
    return {
      ...own.range,
      ruleVersion: graphRuleVersion,
      asOf: reckonedOn(db, 'summary') ?? scope.on,
      nodes: graph.nodes.flatMap(({ key, hop }) => {
        const end = ends.get(key)
        return end ? [nodeView(number(key), hop, end, known.get(end.customerId ?? ''))] : []
      }),
      edges: graph.edges.map(({ from, to, evidence }) => ({
        from: number(from),
        to: number(to),
        evidence,
      })),
      rest: graph.rest,
      direct: directCounts(centre, own.ties),
      closed: further.closed,
      mostCounted,
      household: householdView(record, relationsOf(db, scope, customerId)),
    }
  })
}

/** How many are tied to the customer directly by each kind; one tied by two counts with both. */
function directCounts(centre: string, ties: readonly Tie[]): CustomerGraph['direct'] {
  const edges = directEdges(centre, ties, edgeKinds)
  const count = (kind: (typeof edgeKinds)[number]) =>
    edges.filter(({ evidence }) => evidence.some((reason) => reason.kind === kind)).length
  return {
    family: count('family'),
    guarantor: count('guarantor'),
    registered: count('registered'),
    employer: count('employer'),
    transfer: count('transfer'),
    phone: count('phone'),
  }
}
