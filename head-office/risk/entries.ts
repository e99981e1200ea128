import type pg from 'pg'
import type { RiskEntry } from '#domain/risk-clues/case.ts'

/** The entries of a case, oldest first, with the names of who made them. */
export async function entriesOf(
  client: pg.ClientBase,
  { branchId, id }: { branchId: string; id: string },
): Promise<(RiskEntry & { byName: string })[]> {
  const { rows } = await client.query<RiskEntry & { byName: string }>(
    `select e.id::text, e.act, e.text, e.measure, e.fen::float8 as fen, e.entry_id::text as "entryId",
       (extract(epoch from e.at) * 1000)::float8 as "atMs", e.by_id::text as "byId",
       coalesce(s.name, '') as "byName"
     from risk_case_entry e
     left join staff_credential h on h.staff_id = e.by_id
     left join staff s on s.branch_id = h.branch_id and s.id = h.staff_id
     where e.branch_id = $1 and e.case_id = $2 order by e.nth`,
    [branchId, id],
  )
  return rows
}
