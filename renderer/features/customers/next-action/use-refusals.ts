import { AppError } from '#contract/errors.ts'
import type { Request } from '#contract/ipc.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useMoments } from '../../../format/use-moments.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'

/** Records that a customer does not want something, and takes that back. */
export function useRefusals(customerId: () => string) {
  const { t } = useText()
  const moments = useMoments()
  const notices = useNotices()

  /** Withdrawn while it waits, by a command of its own once it went out. */
  async function undo(commandId: string, of: string, refusalId: string): Promise<void> {
    try {
      await call('sync.withdraw', { commandId })
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'command.alreadySent') throw thrown
      await call('customers.takeBackRefusal', { customerId: of, refusalId })
    }
    notices.confirm(t('customers.next.refusal.undone'))
  }

  const record = useAct(async (request: Omit<Request<'customers.refuse'>, 'customerId'>) => {
    const of = customerId()
    const { commandId, refusalId } = await call('customers.refuse', { customerId: of, ...request })
    notices.confirm(t('customers.next.refusal.done', { day: moments.day(request.until) }), {
      label: t('customers.next.refusal.undo'),
      run: () => undo(commandId, of, refusalId),
    })
  })
  const takeBack = useAct(async (refusalId: string) => {
    await call('customers.takeBackRefusal', { customerId: customerId(), refusalId })
    notices.confirm(t('customers.next.takenBack'))
  })

  return { record, takeBack }
}
