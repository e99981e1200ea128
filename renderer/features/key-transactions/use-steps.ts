import type { FalseAlarmReason, CardStep } from '#domain/key-transactions/states.ts'
import { call } from '../../bridge/call.ts'
import { useAct } from '../../bridge/use-act.ts'
import { useText } from '../../locales/use-text.ts'
import { useNotices } from '../../stores/notices.ts'

/** What a step is about. */
interface Stepped {
  id: string
  name: string
}

/** Steps of a card that need nothing but a click, or a reason and a note. */
export function useSteps(done: () => void) {
  const { t } = useText()
  const notices = useNotices()

  const act = useAct(
    async (
      { id: cardId, name }: Stepped,
      to: CardStep,
      reason: FalseAlarmReason | null,
      note: string | null,
    ) => {
      await call('keyTransactions.advance', { cardId, to, reason, note })
      notices.confirm(t(`keyTransactions.notice.${to}`, { name }))
      done()
    },
  )

  return {
    busy: act.busy,
    error: act.error,
    step: (card: Stepped, to: CardStep, reason: FalseAlarmReason | null = null, note = '') =>
      act.run(card, to, reason, note === '' ? null : note),
  }
}
