import { computed, type Ref, ref } from 'vue'
import type { AppError } from '#contract/errors.ts'
import type { TaskOutcome } from '#domain/workbench/task.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { type Draft, useDraft } from '../../../bridge/use-draft.ts'
import { useCommandNotice } from '../use-command-notice.ts'
import { taskOutcomeOrder } from '../word-lists.ts'

/** What a person says of a task that is dealt with. */
export interface ClosingDraft {
  outcome: TaskOutcome | null
  note: string
}

/** Closing one task with an outcome. */
export interface TaskClosing {
  draft: Draft<ClosingDraft>
  /** Whether the outcome misses; said only after the first attempt. */
  missing: Readonly<Ref<boolean>>
  busy: Readonly<Ref<boolean>>
  error: Readonly<Ref<AppError | null>>
  /** Closes it; resolves to whether that is kept. Without an outcome nothing happens. */
  close: () => Promise<boolean>
}

const emptyClosing = (): ClosingDraft => ({ outcome: null, note: '' })

/** Reads a kept draft; null where the content is none of this form. */
function closingFrom(stored: unknown): ClosingDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { outcome, note } = stored as Partial<Record<keyof ClosingDraft, unknown>>
  return {
    outcome: taskOutcomeOrder.find((word) => word === outcome) ?? null,
    note: typeof note === 'string' ? note : '',
  }
}

/** What a person says when a task is dealt with; kept as a draft until it is. */
export function useTaskClosing(taskId: string): TaskClosing {
  const confirm = useCommandNotice()
  const draft = useDraft(`task:${taskId}`, emptyClosing, closingFrom)
  const tried = ref(false)
  const act = useAct((outcome: TaskOutcome, note: string) =>
    call('workbench.completeTask', { taskId, outcome, note: note === '' ? null : note }),
  )

  async function close(): Promise<boolean> {
    tried.value = true
    const { outcome, note } = draft.form.value
    if (!outcome) return false
    const done = await act.run(outcome, note.trim())
    if (!done) return false
    confirm('task', done.value.commandId)
    await draft.discard()
    return true
  }

  return {
    draft,
    missing: computed(() => tried.value && draft.form.value.outcome === null),
    busy: act.busy,
    error: act.error,
    close,
  }
}
