import type { Request } from '#contract/ipc.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useCommandNotice } from '../use-command-notice.ts'

type Recorded = Omit<Request<'customers.recordConsent'>, 'customerId'>
type Withdrawn = Omit<Request<'customers.withdrawConsent'>, 'customerId'>

/** Writes down that a customer consents to a purpose, or takes it back. */
export function useConsents(customerId: () => string) {
  const tell = useCommandNotice()
  const record = useAct(async (request: Recorded) => {
    const { commandId } = await call('customers.recordConsent', {
      customerId: customerId(),
      ...request,
    })
    tell('consentRecorded', commandId)
  })
  const withdraw = useAct(async (request: Withdrawn) => {
    const { commandId } = await call('customers.withdrawConsent', {
      customerId: customerId(),
      ...request,
    })
    tell('consentWithdrawn', commandId)
  })
  return { record, withdraw }
}
