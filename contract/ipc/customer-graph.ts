import { z } from 'zod'
import { relationKinds } from '#domain/customers/relation-kinds.ts'
import { tiers } from '#domain/customers/tiers.ts'
import { edgeKinds, edgeSources, edgeStrengths } from '#domain/graph/kinds.ts'
import { nodeKinds } from '#domain/graph/ties.ts'
import { channel } from './channel.ts'
import { bookRoles } from './customer-list.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const edgeKind = z.enum(edgeKinds)

/** Somebody in a relation graph, as the viewer may see him or her; the first is the customer. */
const nodeSchema = z.strictObject({
  /** Names the node in this answer alone. */
  key: z.string(),
  hop: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  kind: z.enum(nodeKinds),
  /** A customer's masked unless the viewer manages him or her too; a phone number always masked. */
  name: z.string(),
  /** Null for whom this branch has no record of. */
  tier: z.enum(tiers).nullable(),
  /** AUM, 分; null for those the viewer does not manage. */
  aumFen: z.int().nullable(),
  /** To open the record by; null for those the viewer does not manage. */
  customerId: z.string().nullable(),
  manager: z.string().nullable(),
  /** Told only of those the viewer manages. */
  deceased: z.boolean(),
  /** Further customers of an employer or with a phone number; null elsewhere. */
  others: z.int().nullable(),
})
export type GraphNode = z.infer<typeof nodeSchema>

/** One reason for an edge: `relation` says what `to` is to `from`; money is in 分, seen from `from`. */
const evidenceSchema = z.strictObject({
  kind: edgeKind,
  source: z.enum(edgeSources),
  strength: z.enum(edgeStrengths),
  on: day.nullable(),
  relation: z.enum(relationKinds).nullable(),
  transfers: z
    .strictObject({ inFen: z.int(), outFen: z.int(), count: z.int(), lastOn: day })
    .nullable(),
})
export type GraphEvidence = z.infer<typeof evidenceSchema>

/** Two ends and everything that ties them. */
const edgeSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  /** The reason that is shown first; at least one. */
  evidence: z.array(evidenceSchema).min(1),
})
/** An edge of the graph, seen from the end nearer to the customer. */
export type GraphEdge = z.infer<typeof edgeSchema>

/** 关系图谱 of a customer (`domain/graph`). */
export const customerGraphSchema = z.strictObject({
  ruleVersion: z.string(),
  /** Day of the AUM. */
  asOf: day,
  /** Days of which transfers are reckoned; `askedFrom` is earlier where this PC has none of those days. */
  from: day,
  askedFrom: day,
  to: day,
  nodes: z.array(nodeSchema),
  edges: z.array(edgeSchema),
  /** Nodes that are not drawn. */
  rest: z.array(
    z.strictObject({ hop: z.union([z.literal(1), z.literal(2)]), kind: edgeKind, count: z.int() }),
  ),
  /** How many are tied to the customer directly by each kind, whatever is asked for. */
  direct: z.record(edgeKind, z.int()),
  /** Customers of the first hop whose own ties are not looked at: others manage them. */
  closed: z.int(),
  /** Where counts of further customers end. */
  mostCounted: z.int(),
  household: z.strictObject({
    aumFen: z.int(),
    counted: z.int(),
    hidden: z.int(),
    outside: z.int(),
  }),
})
export type CustomerGraph = z.infer<typeof customerGraphSchema>

/** 关系图谱: one call a view. */
export const customerGraphChannels = {
  'customers.graph': channel(
    bookRoles,
    z.strictObject({
      customerId: z.string().max(64),
      hops: z.union([z.literal(1), z.literal(2)]),
      kinds: z.array(edgeKind).min(1).max(edgeKinds.length),
    }),
    customerGraphSchema,
    'customers',
  ),
}
