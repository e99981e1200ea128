import { AppError } from '#contract/errors.ts'
import type { Request } from '#contract/ipc.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'

type Recorded = Omit<Request<'customers.recordNeed'>, 'customerId'>
type Settled = Omit<Request<'customers.settleNeed'>, 'customerId'>

/** Writes down what a customer needs, and what became of it; each can be taken back. */
export function useNeeds(customerId: () => string) {
  const { t } = useText()
  const notices = useNotices()

  /** Withdrawn while it waits, by a command of its own once it went out. */
  function undoable(sentence: string, commandId: string, back: () => Promise<unknown>): void {
    const run = async () => {
      try {
        await call('sync.withdraw', { commandId })
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== 'command.alreadySent') throw thrown
        await back()
      }
      notices.confirm(t('customers.needs.undone'))
    }
    notices.confirm(sentence, { label: t('customers.needs.undo'), run })
  }

  const nothing = { metBy: null, metOn: null, productId: null, reason: null, note: null }
  const move = (of: string, needId: string, to: Settled['to']) =>
    call('customers.settleNeed', { customerId: of, needId, to, ...nothing })

  const record = useAct(async (request: Recorded) => {
    const of = customerId()
    const { commandId, needId } = await call('customers.recordNeed', { customerId: of, ...request })
    undoable(t('customers.needs.recorded'), commandId, () => move(of, needId, 'withdrawn'))
  })
  const settle = useAct(async (request: Settled) => {
    const of = customerId()
    const { commandId } = await call('customers.settleNeed', { customerId: of, ...request })
    undoable(t('customers.needs.settled'), commandId, () => move(of, request.needId, 'open'))
  })
  const withdraw = (needId: string) => settle.run({ needId, to: 'withdrawn', ...nothing })
  const reopen = useAct(async (needId: string) => {
    await move(customerId(), needId, 'open')
    notices.confirm(t('customers.needs.reopened'))
  })

  return { record, settle, withdraw, reopen }
}
