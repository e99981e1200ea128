import { computed, ref } from 'vue'
import type { TeamMember } from '#contract/ipc/workbench-views.ts'
import { addDays } from '#domain/time/day.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { useDraft } from '../../../bridge/use-draft.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'
import { type HandOverDraft, handOverFrom } from './hand-over-draft.ts'

/** Rows that are chosen to begin with, the most pressing first. */
const usualRows = 30
/** Tasks one command may hand over. */
const mostTasks = 200

/** Handing a person's rows to somebody else of the branch; kept as a draft until it is done. */
export function useHandOver(from: TeamMember, today: () => string) {
  const { t } = useText()
  const notices = useNotices()
  const tried = ref(false)
  const rows = useCall(() => call('workbench.member', { staffId: from.staffId }))
  const draft = useDraft<HandOverDraft>(
    `hand-over:${from.staffId}`,
    () => ({ toStaffId: null, until: addDays(today(), 3), reason: 'leave', chosen: null }),
    (stored) => handOverFrom(stored, today()),
  )
  void rows.run()

  const all = computed(() => rows.value.value?.rows ?? [])
  const chosen = computed(() => {
    const there = all.value.map(({ customerId }) => customerId)
    const kept = draft.form.value.chosen
    return new Set(kept ? there.filter((id) => kept.includes(id)) : there.slice(0, usualRows))
  })
  const taskIds = computed(() =>
    all.value
      .filter(({ customerId }) => chosen.value.has(customerId))
      .flatMap(({ tasks }) => tasks.map(({ id }) => id)),
  )
  const wrong = computed(() => ({
    to: draft.form.value.toStaffId === null,
    until: draft.form.value.until === null,
    why: draft.form.value.reason === null,
    rows: taskIds.value.length === 0 || taskIds.value.length > mostTasks,
  }))

  function toggle(customerId: string): void {
    const next = new Set(chosen.value)
    if (!next.delete(customerId)) next.add(customerId)
    draft.form.value.chosen = [...next]
  }

  const act = useAct((request: Parameters<typeof call<'workbench.reassign'>>[1]) =>
    call('workbench.reassign', request),
  )

  /** Hands over; resolves to whether that is kept. */
  async function submit(): Promise<boolean> {
    tried.value = true
    const { toStaffId, until, reason } = draft.form.value
    if (toStaffId === null || until === null || reason === null || wrong.value.rows) return false
    const count = chosen.value.size
    const done = await act.run({ taskIds: taskIds.value, toStaffId, until, reason })
    if (!done) return false
    notices.confirm(t('workbench.team.handedOver', { count }))
    await draft.discard()
    return true
  }

  return {
    draft,
    rows,
    chosen,
    problems: computed(() => ({
      to: tried.value && wrong.value.to,
      until: tried.value && wrong.value.until,
      why: tried.value && wrong.value.why,
      rows: tried.value && wrong.value.rows,
    })),
    toggle,
    submit,
    busy: act.busy,
    error: act.error,
  }
}
