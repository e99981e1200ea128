import Database from 'better-sqlite3'
import type { FileReader } from '#db/connection/reader.ts'
import { all } from '#db/connection/statements.ts'
import { scopedCustomers } from '#db/customers/list.ts'
import type { RuleGround } from '#db/groups/compile.ts'
import { bornBy } from '#domain/customers/marks.ts'
import { addDays } from '#domain/time/day.ts'

/** Columns of the flat table, each with what it is made of once, before anything is measured. */
const columns = (churnPoints: string): Readonly<Record<string, string>> => ({
  tier: 'c.tier',
  average: 'coalesce(s.aum_month_average_fen, 0)',
  matures: 's.next_maturity_on',
  born: 'c.birth_date',
  alive: 'c.deceased_on IS NULL',
  wealth: `coalesce(instr(',' || s.asset_classes || ',', ',wealth,') > 0, 0)`,
  contacted: 's.last_contact_on',
  churn: churnPoints,
  change30: 's.aum_fen - s.aum_30_days_ago_fen',
  payroll: `coalesce(instr(',' || v.types || ',', ',payroll,') > 0, 0)`,
  leakage: `json_extract(v.facts, '$.out[0]') + json_extract(v.facts, '$.out[1]')`,
  score: 'v.value_score',
  refused: 'c.do_not_contact',
  call: `EXISTS (SELECT 1 FROM consent k WHERE k.customer_id = c.id
    AND k.purpose = 'marketing_call' AND k.given_on <= @on
    AND (k.withdrawn_on IS NULL OR k.withdrawn_on > @on))`,
  idle: `EXISTS (SELECT 1 FROM task t
    WHERE t.customer_id = c.id AND t.state = 'open' AND t.kind = 'idle_cash')`,
})

/** The five rules of the area, each as one condition on the flat table. */
const conditions = [
  `tier IN ('gold', 'platinum')`,
  `average BETWEEN 20000000 AND 50000000 AND matures BETWEEN @on AND @in30
    AND alive AND born <= @born30 AND born > @born66
    AND (NOT wealth OR contacted IS NULL OR contacted <= @ago90)`,
  'churn >= @orange AND change30 <= -1000000',
  'payroll AND leakage >= 1000000 AND score >= 4000',
  'call AND alive AND NOT refused AND NOT (born > @born18) AND idle',
]

/** Customers of a rule and the sum of their averages, 分. */
export interface FlatCount {
  customers: number
  averageFen: number
}

/** All a rule may ask of a branch in one table in memory, not encrypted, without an index. */
export class FlatBranch {
  readonly #db: Database.Database
  readonly #values: Record<string, string | number>

  constructor(reader: FileReader, ground: RuleGround) {
    const { on } = ground.scope
    const { points, bands } = ground.churn()
    this.#values = {
      on,
      in30: addDays(on, 30),
      ago90: addDays(on, -90),
      born18: bornBy(18, on),
      born30: bornBy(30, on),
      born66: bornBy(66, on),
      orange: bands.orange,
    }
    const made = columns(points)
    const names = Object.keys(made)
    const source = scopedCustomers(ground.scope)
    const selected = Object.entries(made).map(
      ([name, sql]) => `${sql.replaceAll('@on', `'${on}'`)} AS ${name}`,
    )
    const rows = reader.read((db) =>
      all<Record<string, string | number | null>>(
        db,
        `SELECT ${selected.join(', ')} FROM ${source.sql}`,
        ...source.values,
      ),
    )
    this.#db = new Database(':memory:')
    this.#db.exec(`CREATE TABLE flat (${names.join(', ')})`)
    const insert = this.#db.prepare(`INSERT INTO flat VALUES (${names.map(() => '?').join(', ')})`)
    this.#db.transaction(() => {
      for (const row of rows) insert.run(names.map((name) => row[name] ?? null))
    })()
  }

  /** Counts the `nth` rule in one statement that reads every row. */
  count(nth: number): FlatCount {
    const row = this.#db
      .prepare(
        `SELECT count(*) AS customers, coalesce(sum(average), 0) AS averageFen
         FROM flat WHERE ${conditions[nth] ?? '0'}`,
      )
      .get(this.#values)
    return row as FlatCount
  }

  close(): void {
    this.#db.close()
  }
}
