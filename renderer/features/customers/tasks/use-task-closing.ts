import { type Ref, ref } from 'vue'
import type { AppError } from '#contract/errors.ts'
import type { TaskOutcome } from '#domain/workbench/task.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useCommandNotice } from '../use-command-notice.ts'

/** Closing one task with an outcome. */
export interface TaskClosing {
  outcome: Ref<TaskOutcome | null>
  note: Ref<string>
  busy: Readonly<Ref<boolean>>
  error: Readonly<Ref<AppError | null>>
  /** Closes it; resolves to whether that is kept. Without an outcome nothing happens. */
  close: () => Promise<boolean>
}

/** What a person says when a task is dealt with. */
export function useTaskClosing(taskId: string): TaskClosing {
  const confirm = useCommandNotice()
  const outcome = ref<TaskOutcome | null>(null)
  const note = ref('')
  const act = useAct((given: TaskOutcome) =>
    call('workbench.completeTask', {
      taskId,
      outcome: given,
      note: note.value.trim() === '' ? null : note.value.trim(),
    }),
  )

  async function close(): Promise<boolean> {
    if (!outcome.value) return false
    const done = await act.run(outcome.value)
    if (!done) return false
    confirm('task', done.value.commandId)
    return true
  }

  return { outcome, note, busy: act.busy, error: act.error, close }
}
