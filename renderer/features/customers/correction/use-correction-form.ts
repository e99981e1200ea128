import { computed, type Ref, ref } from 'vue'
import type { CustomerOverview } from '#contract/ipc/customers.ts'
import type { AppError } from '#contract/errors.ts'
import type { CorrectableField } from '#domain/customers/correction.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { type Draft, useDraft } from '../../../bridge/use-draft.ts'
import { useCommandNotice } from '../use-command-notice.ts'
import {
  changedFields,
  type CorrectionDraft,
  correctionDraftFrom,
  type CorrectionProblems,
  correctionProblems,
  correctionRequest,
  emptyCorrection,
} from './correction-draft.ts'

/** A proposal to fill in or change fields of one customer. */
export interface CorrectionForm {
  draft: Draft<CorrectionDraft>
  changed: Readonly<Ref<CorrectableField[]>>
  /** What misses or does not fit; to be said once a submission was tried. */
  problems: Readonly<Ref<CorrectionProblems>>
  /** Whether a submission was tried since the last one that went through. */
  tried: Readonly<Ref<boolean>>
  busy: Readonly<Ref<boolean>>
  error: Readonly<Ref<AppError | null>>
  begin: (field: CorrectableField) => void
  undo: (field: CorrectableField) => void
  /** Proposes everything at once; resolves to whether it is kept. */
  submit: () => Promise<boolean>
}

/**
 * Proposes corrections against the row the person sees; what stood before is the service's
 * business. The draft is kept until it was proposed or dropped.
 */
export function useCorrectionForm(overview: () => CustomerOverview): CorrectionForm {
  const confirm = useCommandNotice()
  const customerId = overview().id
  const draft = useDraft(`correction:${customerId}`, emptyCorrection, correctionDraftFrom)
  const tried = ref(false)
  const changed = computed(() => changedFields(draft.form.value))
  const act = useAct((request: Parameters<typeof call<'customers.proposeCorrection'>>[1]) =>
    call('customers.proposeCorrection', request),
  )

  async function submit(): Promise<boolean> {
    tried.value = true
    const request = correctionRequest(customerId, overview().rev, draft.form.value)
    if (!request) return false
    const proposed = await act.run(request)
    if (!proposed) return false
    confirm('correction', proposed.value.commandId, { count: request.changes.length })
    tried.value = false
    await draft.discard()
    return true
  }

  return {
    draft,
    changed,
    problems: computed(() => correctionProblems(draft.form.value)),
    tried,
    busy: act.busy,
    error: act.error,
    begin: (field) => {
      if (draft.form.value.changes[field] === undefined) draft.form.value.changes[field] = ''
    },
    undo: (field) => {
      delete draft.form.value.changes[field]
    },
    submit,
  }
}
