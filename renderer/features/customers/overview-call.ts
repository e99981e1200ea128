import type { CustomerOverview } from '#contract/ipc/customers.ts'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { call } from '../../bridge/call.ts'
import { useCustomerChanged } from '../../bridge/use-event.ts'
import { type LiveCall, useCall } from '../../bridge/use-call.ts'

/** Tables an overview is made of. */
const overviewTables: readonly TableName[] = [
  'reckoning',
  'customer',
  'customer_summary',
  'customer_manager',
  'customer_viewing',
  'account',
  'balance_change',
  'holding',
  'loan',
  'card',
  'contact',
  'task',
  'correction',
  'consent',
  'relation',
  'refusal',
  'risk_assessment',
  'bank_transaction',
]

/**
 * The overview of a customer, read again whenever head office or the person changes something about
 * him or her, or opens a day; until the new one is there the old one stays on screen.
 */
export function useOverview(customerId: () => string | null): LiveCall<CustomerOverview, [string]> {
  const overview = useCall((id: string) => call('customers.open', { customerId: id }))
  useCustomerChanged(overviewTables, customerId, (id) => void overview.run(id))
  return overview
}
