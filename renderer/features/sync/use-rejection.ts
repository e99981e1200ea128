import { computed, ref } from 'vue'
import { useRouter } from 'vue-router'
import type { Submission } from '#contract/ipc/sync.ts'
import { call } from '../../bridge/call.ts'
import { useAct } from '../../bridge/use-act.ts'
import { useDraft } from '../../bridge/use-draft.ts'
import { useText } from '../../locales/use-text.ts'
import { useNotices } from '../../stores/notices.ts'
import { useSession } from '../../stores/session.ts'
import { useStatus } from '../../stores/status.ts'
import { type Choices, fieldsToKeep, firstChoices, undisputedFields } from './conflict-choice.ts'

function storedReason(stored: unknown): { reason: string } | null {
  const { reason } = (stored ?? {}) as { reason?: unknown }
  return typeof reason === 'string' ? { reason } : null
}

/** What may be done about a rejected command. */
export function useRejection(submission: () => Submission, settled: () => Promise<unknown>) {
  const { t } = useText()
  const notices = useNotices()
  const status = useStatus()
  const session = useSession()
  const router = useRouter()
  const choices = ref<Choices>(firstChoices(submission()))
  const draft = useDraft(
    `dismissal:${submission().commandId}`,
    () => ({ reason: '' }),
    storedReason,
  )
  const reason = computed({
    get: () => draft.form.value.reason,
    set: (typed) => (draft.form.value.reason = typed),
  })
  const dismissing = ref(false)
  void draft.loaded.then(() => {
    if (reason.value !== '') dismissing.value = true
  })

  const repair = useAct(async (keepMine: string[]) => {
    try {
      const { commandId } = await call('sync.repair', {
        commandId: submission().commandId,
        keepMine,
      })
      const next = t(
        status.offline ? 'sync.rejected.resubmittedLater' : 'sync.rejected.resubmittedNow',
      )
      notices.confirm(
        commandId === null ? t('sync.rejected.accepted') : t('sync.rejected.resubmitted', { next }),
      )
    } finally {
      await settled()
    }
  })

  const dismiss = useAct(async (given: string) => {
    try {
      await call('sync.dismiss', { commandId: submission().commandId, reason: given })
      await draft.discard()
      notices.confirm(t('sync.rejected.dismissed'))
    } finally {
      await settled()
    }
  })

  /** Where the person may fill it in again; null where there is no such page for them. */
  const customerPage = computed(() => {
    const { customerId, name } = submission()
    if (customerId === null || !session.hasBook || !router.hasRoute('customer')) return null
    const tab = name === 'customer.proposeCorrection' ? 'profile' : 'overview'
    return { name: 'customer', params: { id: customerId, tab } }
  })

  return {
    choices,
    reason,
    dismissing,
    repair,
    dismiss,
    customerPage,
    undisputed: computed(() => undisputedFields(submission())),
    resubmit: () => repair.run(fieldsToKeep(submission(), choices.value)),
    /** Disputed fields follow head office; those never disputed are proposed again. */
    takeTheirs: () => repair.run(undisputedFields(submission())),
  }
}
