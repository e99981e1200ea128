import { AppError } from '#contract/errors.ts'
import type { Request } from '#contract/ipc.ts'
import type { WorkRow } from '#contract/ipc/workbench-views.ts'
import { call } from '../../bridge/call.ts'
import { useAct } from '../../bridge/use-act.ts'
import { useText } from '../../locales/use-text.ts'
import { useNotices } from '../../stores/notices.ts'

/** What is done with a row as a whole. */
export type RowAct =
  | { kind: 'done' }
  | { kind: 'later'; until: string }
  | { kind: 'unsuitable'; reason: Request<'workbench.dismiss'>['reason'] }

/** Closes, puts off or dismisses rows: one act for all their reasons, which can be taken back. */
export function useActs() {
  const { t } = useText()
  const notices = useNotices()

  /** Takes an act back: withdrawn while it waits, by a command of its own once it went out. */
  async function undo(commandId: string, taskIds: string[], name: string): Promise<void> {
    try {
      await call('sync.withdraw', { commandId })
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'command.alreadySent') throw thrown
      await call('workbench.reopen', { taskIds })
    }
    notices.confirm(t('workbench.notice.undone', { name }))
  }

  function give(row: WorkRow, taskIds: string[], act: RowAct): Promise<{ commandId: string }> {
    switch (act.kind) {
      case 'done':
        return call('workbench.complete', { taskIds, outcome: 'done', note: null })
      case 'later':
        return call('workbench.postpone', { taskIds, until: act.until, note: null })
      case 'unsuitable':
        return call('workbench.dismiss', { taskIds, reason: act.reason, note: null })
    }
  }

  const act = useAct(async (row: WorkRow, what: RowAct) => {
    const taskIds = row.tasks.map(({ id }) => id)
    const { commandId } = await give(row, taskIds, what)
    notices.confirm(t(`workbench.notice.${what.kind}`, { name: row.name }), {
      label: t('workbench.notice.undo'),
      run: () => undo(commandId, taskIds, row.name),
    })
  })

  return { busy: act.busy, error: act.error, run: act.run }
}
