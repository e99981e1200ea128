import { onScopeDispose } from 'vue'
import type { EventName, EventPayload } from '#contract/ipc.ts'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { listen } from './call.ts'
import { asRefresh } from './cause.ts'

/** Listens to an event for as long as the component lives. */
export function useEvent<Name extends EventName>(
  name: Name,
  listener: (payload: EventPayload<Name>) => void,
): void {
  onScopeDispose(listen(name, listener))
}

/**
 * Runs `again` when rows of one of the tables changed; several events within 150 ms count as one,
 * so that a batch of deltas reads a screen once. What `again` asks is a refresh, nobody's act.
 */
export function useDataChanged(
  tables: readonly TableName[],
  again: (customerIds: ReadonlySet<string>) => void,
): void {
  let customers = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | null = null
  useEvent('data.changed', (change) => {
    if (!tables.some((table) => change.tables.includes(table))) return
    change.customerIds.forEach((id) => customers.add(id))
    timer ??= setTimeout(() => {
      const changed = customers
      customers = new Set()
      timer = null
      asRefresh(() => again(changed))
    }, 150)
  })
  onScopeDispose(() => {
    if (timer) clearTimeout(timer)
  })
}

/**
 * Runs `again` when rows of one customer changed in one of the tables, or nobody can say whose they
 * are. `reckoning`, the day that figures stand for, is everybody's. Nothing runs while `customerId` is
 * null.
 */
export function useCustomerChanged(
  tables: readonly TableName[],
  customerId: () => string | null,
  again: (customerId: string) => void,
): void {
  useDataChanged(
    tables.filter((table) => table !== 'reckoning'),
    (changed) => {
      const id = customerId()
      if (id !== null && (changed.size === 0 || changed.has(id))) again(id)
    },
  )
  if (!tables.includes('reckoning')) return
  useDataChanged(['reckoning'], () => {
    const id = customerId()
    if (id !== null) again(id)
  })
}
