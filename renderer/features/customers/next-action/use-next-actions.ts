import { watch } from 'vue'
import type { NextActionsView } from '#contract/ipc/customers.ts'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { call } from '../../../bridge/call.ts'
import { type LiveCall, useCall } from '../../../bridge/use-call.ts'
import { useCustomerChanged } from '../../../bridge/use-event.ts'

/** Tables the next actions of a customer are made of. */
const tables: readonly TableName[] = [
  'reckoning',
  'customer',
  'customer_summary',
  'account',
  'contact',
  'consent',
  'task',
  'key_transaction',
  'bank_transaction',
  'refusal',
  'customer_need',
]

/** What to do next for a customer, read again when something about him or her changed. */
export function useNextActions(customerId: () => string): LiveCall<NextActionsView, [string]> {
  const actions = useCall((id: string) => call('customers.nextActions', { customerId: id }))
  watch(customerId, (id) => void actions.run(id), { immediate: true })
  useCustomerChanged(tables, customerId, (id) => void actions.run(id))
  return actions
}
