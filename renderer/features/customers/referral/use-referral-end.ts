import { computed, ref } from 'vue'
import { type ReferralFailure, referralFailures } from '#domain/counter/referral.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useDraft } from '../../../bridge/use-draft.ts'

/** How a referral ends for whoever it lies with. */
export type ReferralEnd = 'returned' | 'succeeded' | 'failed'

/** What the person says to whoever referred the customer. */
interface EndDraft {
  failure: ReferralFailure | null
  feedback: string
}

const emptyEnd = (): EndDraft => ({ failure: null, feedback: '' })

/** Reads a kept draft; null where the content is none of this form. */
function endFrom(stored: unknown): EndDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { failure, feedback } = stored as Partial<Record<keyof EndDraft, unknown>>
  return {
    failure: referralFailures.find((word) => word === failure) ?? null,
    feedback: typeof feedback === 'string' ? feedback : '',
  }
}

/** Ending one referral with a word for the referrer; kept as a draft until it is said. */
export function useReferralEnd(referralId: string, end: () => ReferralEnd) {
  const draft = useDraft(`referral:${referralId}`, emptyEnd, endFrom)
  const tried = ref(false)
  const noReason = computed(() => end() !== 'succeeded' && draft.form.value.failure === null)
  const act = useAct(() => {
    const { failure, feedback } = draft.form.value
    return call('referral.advance', {
      referralId,
      to: end(),
      failure: end() === 'succeeded' ? null : failure,
      feedback: feedback.trim() === '' ? null : feedback,
    })
  })

  /** Ends it; resolves to whether that is kept. */
  async function submit(): Promise<boolean> {
    tried.value = true
    if (noReason.value || !(await act.run())) return false
    await draft.discard()
    return true
  }

  return {
    draft,
    missing: computed(() => tried.value && noReason.value),
    busy: act.busy,
    error: act.error,
    submit,
  }
}
