import type pg from 'pg'
import { evaluationFactsSchema } from '#domain/customers/evaluation-facts.ts'
import { countedTypes, type GivenVerdict, standingTypes } from '#domain/customers/type-verdict.ts'

/** What was said of the types of some customers of a branch, by customer. */
export async function verdictsOf(
  client: pg.ClientBase,
  branchId: string,
  customerId: string | null = null,
): Promise<Map<string, GivenVerdict[]>> {
  const { rows } = await client.query<GivenVerdict & { customer_id: string }>(
    `select customer_id::text, id::text, type, verdict, seen,
       (extract(epoch from given_at) * 1000)::float8 as given_at
     from customer_type_verdict
     where branch_id = $1 and ($2::uuid is null or customer_id = $2)`,
    [branchId, customerId],
  )
  const byCustomer = new Map<string, GivenVerdict[]>()
  for (const { customer_id: id, ...verdict } of rows) {
    const known = byCustomer.get(id)
    if (known) known.push(verdict)
    else byCustomer.set(id, [verdict])
  }
  return byCustomer
}

/**
 * Brings the types of evaluations in `table` (`customer_value`, or where its rows are staged) to what
 * people said of them. Three statements at most, whatever the size: only customers of whom somebody said
 * something are looked at. The dead have no types.
 */
export async function heedVerdicts(
  client: pg.ClientBase,
  branchId: string,
  table: string,
): Promise<void> {
  const verdicts = await verdictsOf(client, branchId)
  if (verdicts.size === 0) return
  const { rows } = await client.query<{ id: string; facts: string; types: string }>(
    `select v.customer_id::text as id, v.facts, v.types
     from ${table} v join customer c on c.branch_id = $1 and c.id = v.customer_id
     where v.branch_id = $1 and v.customer_id = any($2::uuid[]) and c.deceased_on is null`,
    [branchId, [...verdicts.keys()]],
  )
  const changed = rows.flatMap(({ id, facts, types }) => {
    const derived = evaluationFactsSchema.parse(JSON.parse(facts)).types
    const counted = countedTypes(standingTypes(derived, verdicts.get(id) ?? []))
    return counted === types ? [] : [{ id, counted }]
  })
  if (changed.length === 0) return
  await client.query(
    `update ${table} v set types = n.types
     from unnest($2::uuid[], $3::text[]) as n (id, types)
     where v.branch_id = $1 and v.customer_id = n.id`,
    [branchId, changed.map(({ id }) => id), changed.map(({ counted }) => counted)],
  )
}
