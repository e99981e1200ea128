import { AppError } from '#contract/errors.ts'
import { call } from '../../bridge/call.ts'
import { useText } from '../../locales/use-text.ts'
import { useNotices } from '../../stores/notices.ts'
import { useStatus } from '../../stores/status.ts'

/** Kinds of acts a notice confirms. */
export type Confirmed =
  | 'contact'
  | 'task'
  | 'correction'
  | 'type'
  | 'relationTold'
  | 'relationWithdrawn'
  | 'viewingAsked'
  | 'viewingEnded'
  | 'consentRecorded'
  | 'consentWithdrawn'

/**
 * Confirms a command and says what happens next. While it waits offline it can be taken back from
 * the notice; online it is on its way within moments, so no undo is offered that would mostly fail.
 */
export function useCommandNotice(): (
  what: Confirmed,
  commandId: string,
  values?: Record<string, string | number>,
) => void {
  const notices = useNotices()
  const status = useStatus()
  const { t } = useText()

  async function withdraw(commandId: string): Promise<void> {
    try {
      await call('sync.withdraw', { commandId })
      notices.confirm(t('customers.notice.withdrawn'))
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'command.alreadySent') throw thrown
      notices.confirm(t('customers.notice.tooLate'))
    }
  }

  return (what, commandId, values = {}) => {
    const waits = status.current?.connection !== 'online'
    notices.confirm(
      t(`customers.notice.${what}${waits ? 'Offline' : 'Online'}`, values),
      waits ? { label: t('customers.notice.withdraw'), run: () => withdraw(commandId) } : null,
    )
  }
}
