import type { WireValue } from '#contract/sync/rows/table.ts'

/** Most customers named one by one; beyond that a screen reads again whatever it shows. */
const mostCustomers = 500

/** Which rows a write touched, so that open screens and the search index can follow. */
export interface ChangedRows {
  tables: string[]
  /** Ids of customers concerned; null where they were too many to name. */
  customerIds: string[] | null
}

/** Collects {@link ChangedRows} while a write goes on. */
export class ChangeCollector {
  readonly #tables = new Set<string>()
  readonly #customers = new Set<string>()

  /** Notes a row by its table and its values. */
  add(table: string, row: Record<string, WireValue>): void {
    this.#tables.add(table)
    const customer = table === 'customer' ? row['id'] : row['customer_id']
    if (typeof customer === 'string') this.#customers.add(customer)
  }

  /** Customers whose rows changed. */
  get customers(): string[] {
    return [...this.#customers]
  }

  /** The result, small enough for an event. */
  changed(): ChangedRows {
    const many = this.#customers.size > mostCustomers
    return { tables: [...this.#tables], customerIds: many ? null : this.customers }
  }
}
