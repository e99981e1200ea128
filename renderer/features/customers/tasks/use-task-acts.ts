import { AppError } from '#contract/errors.ts'
import type { UnsuitableReason } from '#domain/workbench/task-words.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useMoments } from '../../../format/use-moments.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'

/** Puts one task off, marks it as not suitable, or takes that back. */
export function useTaskActs(taskId: string) {
  const { t } = useText()
  const moments = useMoments()
  const notices = useNotices()
  const taskIds = [taskId]

  /** Takes an act back: withdrawn while it waits, by a command of its own once it went out. */
  async function undo(commandId: string): Promise<void> {
    try {
      await call('sync.withdraw', { commandId })
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'command.alreadySent') throw thrown
      await call('workbench.reopen', { taskIds })
    }
    notices.confirm(t('customers.tasks.reopened'))
  }

  function confirm(sentence: string, commandId: string): void {
    notices.confirm(sentence, { label: t('customers.tasks.undo'), run: () => undo(commandId) })
  }

  const later = useAct(async (until: string) => {
    const { commandId } = await call('workbench.postpone', { taskIds, until, note: null })
    confirm(t('customers.tasks.laterDone', { day: moments.day(until) }), commandId)
  })
  const unsuitable = useAct(async (reason: UnsuitableReason) => {
    const { commandId } = await call('workbench.dismiss', { taskIds, reason, note: null })
    confirm(t('customers.tasks.unsuitableDone'), commandId)
  })
  const reopen = useAct(async () => {
    await call('workbench.reopen', { taskIds })
    notices.confirm(t('customers.tasks.reopened'))
  })

  return { later, unsuitable, reopen }
}
